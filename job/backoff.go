package job

import "time"

// FirstBackoff and MaxBackoff bound the wait before a failed Pod is replaced
// (pkg/controller/job/job_controller.go: DefaultJobPodFailureBackOff, MaxJobPodFailureBackOff;
// the maximum was 6 minutes before Kubernetes 1.28).
const (
	FirstBackoff = 10 * time.Second
	MaxBackoff   = 10 * time.Minute
)

// Backoff is the wait before the next Pod after so many failures since the last success: 10 s,
// doubled each time (pkg/controller/job/backoff_utils.go, getRemainingTimeForFailuresCount).
func Backoff(failures int) time.Duration {
	if failures <= 0 {
		return 0
	}
	wait := FirstBackoff
	for range failures - 1 {
		if wait *= 2; wait >= MaxBackoff {
			return MaxBackoff
		}
	}
	return wait
}

// MaxAttempts is how often one and the same work is tried at most: with Never, backoffLimit retries
// follow the first attempt; with OnFailure the limit counts restarts and is reached by the last of
// them, so that it gives one retry less (job_controller.go, pastBackoffLimitOnFailure). It is
// meaningful where failures are not shared between Pods: a Job of kind Single, or one index under
// backoffLimitPerIndex, which ok reports.
func (s Spec) MaxAttempts() (attempts int, ok bool) {
	limit := s.BackoffLimitPerIndex
	if limit == nil {
		if s.Kind() != Single {
			return 0, false
		}
		limit = s.BackoffLimit
	}
	n := int(deref(limit, 6))
	if s.Template.Spec.RestartPolicy == "OnFailure" {
		return max(n, 1), true
	}
	return n + 1, true
}
