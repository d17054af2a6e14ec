package job

import (
	"fmt"
	"slices"
	"time"

	"k8s.io/apimachinery/pkg/util/duration"
)

// Outcome is how an attempt stands.
type Outcome string

// The outcomes of an attempt. Deleted is a Pod that was removed before it ended by itself.
const (
	AttemptPending   Outcome = "pending"
	AttemptRunning   Outcome = "running"
	AttemptSucceeded Outcome = "succeeded"
	AttemptFailed    Outcome = "failed"
	AttemptDeleted   Outcome = "deleted"
)

// Attempt is one try at a Job's work: a Pod, or under restartPolicy OnFailure one run of its container.
type Attempt struct {
	Number    int    // from 1: one more than the retries that were used up before it, see History.Attempts
	Index     string // completion index, empty unless the Job is Indexed
	Pod       string
	PodUID    string
	Container string // the container that decided it, empty if none did
	Restart   int32  // how often the container had been restarted before
	Node      string
	Started   time.Time
	Finished  time.Time
	Deleted   time.Time // when the deletion of its Pod was asked for, zero if it was not
	Outcome   Outcome
	ExitCode  *int32 // of Container; nil when no container ended
	Reason    string // such as Error, OOMKilled, Evicted
	Message   string
}

// Attempts are all attempts seen so far, in order of their start. Where failures have a limit of their own, which
// Spec.MaxAttempts tells, they are numbered as the Job controller counts: what ended by suspension or was ignored
// by a Pod failure policy is tried again under the same number. Under OnFailure it counts the restarts of each Pod
// (pkg/controller/job/job_controller.go, pastBackoffLimitOnFailure).
func (h *History) Attempts(s Spec) []Attempt {
	all := make([]Attempt, 0, len(h.pods))
	_, counted := s.MaxAttempts()
	usedUp := map[string]int{"": h.before} // by index, if each has a limit of its own
	for _, seen := range h.ordered() {
		index := ""
		if s.BackoffLimitPerIndex != nil {
			index = seen.pod.Metadata.Annotations[IndexAnnotation]
		}
		for i, a := range seen.attempts() {
			switch {
			case !counted:
				a.Number = len(all) + 1
			case s.Template.Spec.RestartPolicy == "OnFailure":
				a.Number = i + 1
			default:
				a.Number = usedUp[index] + 1
			}
			all = append(all, a)
		}
		if seen.failed(s) && !s.ignores(seen.pod) {
			usedUp[index]++
		}
	}
	return all
}

func (seen *podHistory) attempts() []Attempt {
	var list []Attempt
	for _, c := range seen.pod.appContainers() {
		for restart := range c.LastRun() + 1 {
			if t, ok := seen.runs[run{c.Name, restart}]; ok && t.ExitCode != 0 {
				a := seen.attempt()
				a.decide(c.Name, restart, t)
				list = append(list, a)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Attempt) int { return a.Started.Compare(b.Started) })
	return append(list, seen.last)
}

// latest is the attempt that the Pod's present state tells of.
func (seen *podHistory) latest() Attempt {
	a, p := seen.attempt(), seen.pod
	a.Reason, a.Message = p.Status.Reason, p.Status.Message
	for _, c := range p.appContainers() {
		switch {
		case c.State.Running != nil:
			a.Outcome, a.Container, a.Restart = AttemptRunning, c.Name, c.RestartCount
			if a.Started.IsZero() {
				a.Started = c.State.Running.StartedAt
			}
		case c.State.Terminated != nil:
			if t := *c.State.Terminated; a.Container == "" || a.ExitCode != nil && *a.ExitCode == 0 {
				a.decide(c.Name, c.RestartCount, t)
			}
		}
	}
	switch p.Status.Phase {
	case "Succeeded":
		a.Outcome, a.Finished = AttemptSucceeded, p.FinishedAt()
	case "Failed":
		a.Outcome, a.Finished = AttemptFailed, p.FinishedAt()
		a.blamePod(p)
	default:
		if !seen.gone.IsZero() && a.Outcome != AttemptFailed {
			a.Outcome, a.Finished = AttemptDeleted, seen.gone
		} else if a.Container != "" && a.Outcome != AttemptFailed {
			a.Outcome = AttemptRunning
		}
	}
	if a.Outcome == AttemptFailed && seen.stoppedByDeletion(a) {
		a.Outcome = AttemptDeleted
	}
	return a
}

// stoppedByDeletion tells a container that failed from one that was ended because its Pod was deleted,
// by a person or by the Job controller: a deadline, suspension, success or failure of the Job.
func (seen *podHistory) stoppedByDeletion(a Attempt) bool {
	if seen.deleted.IsZero() || a.Finished.IsZero() {
		return false
	}
	const killed, terminated = 128 + 9, 128 + 15
	bySignal := a.ExitCode != nil && (*a.ExitCode == killed || *a.ExitCode == terminated)
	// Both times are in whole seconds.
	return a.Finished.After(seen.deleted) || bySignal && a.Finished.Equal(seen.deleted)
}

func (seen *podHistory) attempt() Attempt {
	p := seen.pod
	return Attempt{
		Index:   p.Metadata.Annotations[IndexAnnotation],
		Pod:     p.Metadata.Name,
		PodUID:  p.Metadata.UID,
		Node:    p.Spec.NodeName,
		Started: p.Status.StartTime,
		Deleted: seen.deleted,
		Outcome: AttemptPending,
	}
}

func (a *Attempt) decide(container string, restart int32, t Terminated) {
	code := t.ExitCode
	a.Container, a.Restart, a.ExitCode = container, restart, &code
	a.Reason, a.Message = t.Reason, t.Message
	if !t.StartedAt.IsZero() {
		a.Started = t.StartedAt
	}
	a.Finished = t.FinishedAt
	if code != 0 {
		a.Outcome = AttemptFailed
	}
}

// blamePod names why a Pod failed where that was not its container's doing.
func (a *Attempt) blamePod(p Pod) {
	if p.Status.Reason != "" {
		a.Reason, a.Message = p.Status.Reason, p.Status.Message
	}
	if c := holding(p.Status.Conditions, "DisruptionTarget"); c != nil {
		a.Reason, a.Message = c.Reason, c.Message
	}
}

// Duration is how long the attempt ran, until now if it still does.
func (a Attempt) Duration(now time.Time) time.Duration {
	if a.Started.IsZero() {
		return 0
	}
	if !a.Finished.IsZero() {
		now = a.Finished
	}
	return max(now.Sub(a.Started), 0)
}

// Result words the outcome, such as "failed: exit code 42 (Error)".
func (a Attempt) Result() string {
	switch {
	case a.Outcome != AttemptFailed:
		return string(a.Outcome)
	case a.ExitCode == nil && a.Reason == "":
		return "failed"
	case a.ExitCode == nil:
		return "failed: " + a.Reason
	case a.Reason == "":
		return fmt.Sprintf("failed: exit code %d", *a.ExitCode)
	default:
		return fmt.Sprintf("failed: exit code %d (%s)", *a.ExitCode, a.Reason)
	}
}

// FirstFailure is the attempt that failed first through a container's exit code, nil if none did.
func FirstFailure(attempts []Attempt) *Attempt {
	var first *Attempt
	for i, a := range attempts {
		if a.Outcome != AttemptFailed || a.ExitCode == nil || *a.ExitCode == 0 {
			continue
		}
		if first == nil || a.Finished.Before(first.Finished) {
			first = &attempts[i]
		}
	}
	return first
}

// Human words a duration as kubectl does, such as "12s" or "3m20s".
func Human(d time.Duration) string { return duration.HumanDuration(d) }
