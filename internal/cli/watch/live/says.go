package live

import (
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// says is what there is to say of a Job beside its numbers.
func (r *row) says(now time.Time) (string, term.Style) {
	j := r.job
	switch state := j.State(); {
	case r.left && !j.Finished():
		return "lost the labels that chose it", term.Warn
	case r.gone && !j.Finished():
		return "was deleted, or replaced by another of the same name", term.Bad
	case state == job.StateComplete:
		return "complete", term.Good
	case state == job.StateFailed:
		return r.failure(now), term.Bad
	case state == job.StateFailureTarget || state == job.StateSuccessCriteriaMet:
		return fmt.Sprintf("is about to end (%s): its Pods terminate", j.Verdict().Reason), term.Warn
	case state == job.StateTerminating:
		return "is being deleted", term.Warn
	case state == job.StateSuspended || j.Spec.Suspended():
		return "suspended", term.Warn
	}
	said, style := r.course(now)
	if left, ok := deadline(j, now); ok {
		said = append(said, "deadline in "+job.Human(left))
	}
	if left := eta(j, r.found.done, now); left > 0 {
		said = append(said, "about "+job.Human(left)+" left")
	}
	return strings.Join(said, ", "), style
}

// course is what the Job does or waits for.
func (r *row) course(now time.Time) ([]string, term.Style) {
	var said []string
	style := term.Plain
	if retry := r.found.retry; retry != nil {
		next := "next try in " + job.Human(retry.At.Sub(now).Round(time.Second))
		if attempt := r.ofAttempts(1); attempt != "" {
			next += " (" + attempt + ")"
		}
		said = append(said, next)
		if last := lastFailure(r.found.attempts); last != nil {
			said = append(said, last.Result())
		}
		return said, term.Warn
	}
	waits, stuck := "", false
	for _, w := range r.found.waits {
		if waits == "" || w.Stuck && !stuck {
			waits, stuck = "waits for "+w.For, w.Stuck
		}
	}
	switch {
	case stuck:
		return append(said, waits), term.Warn
	case waits != "" && r.job.Status.Active <= int32(len(r.found.waits)) && !r.history.Begun():
		return append(said, waits), style
	}
	if attempt := r.ofAttempts(0); attempt != "" && r.job.Status.Failed > 0 {
		said = append(said, attempt)
	}
	if last := lastFailure(r.found.attempts); last != nil {
		said = append(said, "last "+last.Result())
		style = term.Warn
	}
	return said, style
}

// ofAttempts is "attempt 2 of 7" for a single Job, ahead being how many attempts further.
func (r *row) ofAttempts(ahead int) string {
	most, counted := r.job.Spec.MaxAttempts()
	if !counted || len(r.found.attempts) == 0 || r.job.Spec.Kind() != job.Single {
		return ""
	}
	n := r.found.attempts[len(r.found.attempts)-1].Number + ahead
	if n > most {
		return ""
	}
	return fmt.Sprintf("attempt %d of %d", n, most)
}

// failure is why the Job failed.
func (r *row) failure(now time.Time) string {
	reason := r.job.Verdict().Reason
	first := job.FirstFailure(r.found.attempts)
	if first == nil || reason == "DeadlineExceeded" {
		return reason
	}
	return reason + ": " + strings.TrimPrefix(follow.Describe(*first, now), "failed: ")
}

func lastFailure(attempts []job.Attempt) *job.Attempt {
	for i := len(attempts) - 1; i >= 0; i-- {
		if attempts[i].Outcome == job.AttemptFailed {
			return &attempts[i]
		}
	}
	return nil
}
