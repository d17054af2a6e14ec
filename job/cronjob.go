package job

import (
	"strconv"
	"strings"
	"time"
)

// CronJob is a batch/v1 CronJob.
type CronJob struct {
	Metadata Metadata      `json:"metadata"`
	Spec     CronJobSpec   `json:"spec"`
	Status   CronJobStatus `json:"status"`
}

// CronJobSpec is a batch/v1 CronJobSpec, without its Job; a nil pointer is a field that is not set.
type CronJobSpec struct {
	Schedule                   string   `json:"schedule"`
	TimeZone                   *string  `json:"timeZone,omitempty"`
	StartingDeadlineSeconds    *int64   `json:"startingDeadlineSeconds,omitempty"`
	ConcurrencyPolicy          string   `json:"concurrencyPolicy,omitempty"`
	Suspend                    *bool    `json:"suspend,omitempty"`
	SuccessfulJobsHistoryLimit *int32   `json:"successfulJobsHistoryLimit,omitempty"`
	FailedJobsHistoryLimit     *int32   `json:"failedJobsHistoryLimit,omitempty"`
	JobTemplate                Template `json:"jobTemplate"`
}

// Template is what the Jobs of a CronJob are made from.
type Template struct {
	Spec Spec `json:"spec"`
}

// CronJobStatus is a batch/v1 CronJobStatus.
type CronJobStatus struct {
	Active             []ObjectReference `json:"active,omitempty"`
	LastScheduleTime   time.Time         `json:"lastScheduleTime,omitzero"`
	LastSuccessfulTime time.Time         `json:"lastSuccessfulTime,omitzero"`
}

// Suspended tells whether the CronJob makes no Jobs for now.
func (s CronJobSpec) Suspended() bool { return deref(s.Suspend, false) }

// KeepsComplete is how many complete Jobs the CronJob controller keeps (pkg/apis/batch/v1/defaults.go).
func (s CronJobSpec) KeepsComplete() int { return int(deref(s.SuccessfulJobsHistoryLimit, 3)) }

// KeepsFailed is how many failed Jobs the CronJob controller keeps (pkg/apis/batch/v1/defaults.go).
func (s CronJobSpec) KeepsFailed() int { return int(deref(s.FailedJobsHistoryLimit, 1)) }

// OwnedBy tells whether the object with this uid controls the Job.
func (j Job) OwnedBy(uid string) bool {
	for _, o := range j.Metadata.OwnerReferences {
		if o.UID == uid && deref(o.Controller, false) {
			return true
		}
	}
	return false
}

// The annotations of Jobs that a CronJob made, and of those that somebody made from one by hand
// (staging/src/k8s.io/api/batch/v1/types.go; kubectl create job --from).
const (
	ScheduledAnnotation   = "batch.kubernetes.io/cronjob-scheduled-timestamp"
	InstantiateAnnotation = "cronjob.kubernetes.io/instantiate"
)

// OnceAnnotation has the KEY that "run --once" created a Job for.
const OnceAnnotation = "kubectl-job/once"

// Scheduled is the time of the schedule for which a CronJob made the Job; it is false for other Jobs, such as those made by
// hand. Before Kubernetes 1.28 it stands in the name alone, in minutes (pkg/controller/cronjob/utils.go, getJobName).
func (j Job) Scheduled(c CronJob) (time.Time, bool) {
	if !j.OwnedBy(c.Metadata.UID) || j.Metadata.Annotations[InstantiateAnnotation] != "" {
		return time.Time{}, false
	}
	if at, err := time.Parse(time.RFC3339, j.Metadata.Annotations[ScheduledAnnotation]); err == nil {
		return at, true
	}
	suffix, ok := strings.CutPrefix(j.Metadata.Name, c.Metadata.Name+"-")
	minutes, err := strconv.ParseInt(suffix, 10, 64)
	if !ok || err != nil {
		return time.Time{}, false
	}
	return time.Unix(minutes*60, 0), true
}
