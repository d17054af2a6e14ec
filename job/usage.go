package job

import "time"

// Use is what the running Pods of a subject use of one resource in one container, beside what it may take. Amounts are
// quantities of Kubernetes, such as 250m and 64Mi.
type Use struct {
	Container string    `json:"container"`
	Resource  string    `json:"resource"` // cpu, memory
	Pods      int       `json:"pods"`     // that were measured
	Requested string    `json:"requested,omitempty"`
	Limit     string    `json:"limit,omitempty"`
	Median    string    `json:"median"`
	Most      string    `json:"most"`
	Part      float64   `json:"partOfRequest,omitempty"` // Most as a part of Requested: 0.5 is half of it
	Time      time.Time `json:"time"`                    // of the latest measurement
}
