//go:build unix

package supervise

import (
	"encoding/json"
	"io"
)

// Event is a line that the supervisor sends to "up" while the cluster starts.
type Event struct {
	Message string   `json:"message,omitempty"`
	Ready   bool     `json:"ready,omitempty"`
	Error   string   `json:"error,omitempty"`
	Output  []string `json:"output,omitempty"`
}

// ReadEvents calls f for each event until one says that the cluster is ready, or the supervisor closes its end.
func ReadEvents(r io.Reader, f func(Event)) {
	d := json.NewDecoder(r)
	for {
		var e Event
		if d.Decode(&e) != nil {
			return
		}
		f(e)
		if e.Ready {
			return
		}
	}
}
