package job

import "time"

// failedAt is when a Pod failed, as the Job controller takes it: one that somebody deletes, at once.
func (seen *podHistory) failedAt() time.Time {
	if seen.last.Outcome == AttemptDeleted {
		return seen.deleted
	}
	return seen.pod.finishedAt()
}

// Retry is the next Pod that the Job controller makes after failures.
type Retry struct {
	At       time.Time
	Failures int           // since the last success
	Wait     time.Duration // from the last failure to At
}

// NextRetry tells when the Job controller makes the next Pod while it backs off, nil when it does not
// wait. It counts the Pods that were seen: with failures of others, the controller waits longer.
func (h *History) NextRetry(j Job, now time.Time) *Retry {
	if j.Verdict() != nil || j.Spec.Suspended() || j.Spec.parallelism() == 0 || j.Spec.BackoffLimitPerIndex != nil {
		return nil
	}
	lastSuccess, lastFailure := h.lastSuccess(), time.Time{}
	failures := 0
	for _, seen := range h.pods { // the wait grows with failures that a policy ignores, too
		if at := seen.failedAt(); seen.failed(j.Spec) && at.After(lastSuccess) {
			failures++
			lastFailure = later(lastFailure, at)
		}
	}
	if failures > 0 && j.Status.Succeeded == 0 {
		failures += h.before
	}
	limitReached := h.before+h.counted(j.Spec) > int(deref(j.Spec.BackoffLimit, 6))
	if failures == 0 || limitReached || h.lacking(j) == 0 {
		return nil
	}
	retry := Retry{Failures: failures, Wait: Backoff(failures)}
	retry.At = lastFailure.Add(retry.Wait)
	if !retry.At.After(now) {
		return nil
	}
	return &retry
}

func (h *History) lastSuccess() time.Time {
	var last time.Time
	for _, seen := range h.pods {
		if seen.pod.Status.Phase == "Succeeded" {
			last = later(last, seen.pod.FinishedAt())
		}
	}
	return last
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// lacking is how many Pods the Job still lacks.
func (h *History) lacking(j Job) int32 {
	wanted := j.Spec.parallelism()
	if j.Spec.Kind() == WorkQueue {
		if j.Status.Succeeded > 0 {
			return 0
		}
	} else {
		wanted = min(wanted, j.Spec.completions()-j.Status.Succeeded)
	}
	var active int32
	for _, seen := range h.pods {
		terminating := !seen.deleted.IsZero() && j.Spec.PodReplacementPolicy != "Failed"
		if seen.gone.IsZero() && !terminating && seen.pod.Status.Phase != "Succeeded" && seen.pod.Status.Phase != "Failed" {
			active++
		}
	}
	return max(wanted-active, 0)
}
