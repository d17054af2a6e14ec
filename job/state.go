package job

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// State is a Job's state in the words of the STATUS column of "kubectl get jobs"
// (pkg/printers/internalversion/printers.go, printJob).
type State string

// The states of a Job.
const (
	StateRunning            State = "Running"
	StateSuspended          State = "Suspended"
	StateSuccessCriteriaMet State = "SuccessCriteriaMet"
	StateFailureTarget      State = "FailureTarget"
	StateComplete           State = "Complete"
	StateFailed             State = "Failed"
	StateTerminating        State = "Terminating"
)

// State tells the Job's state.
func (j Job) State() State {
	switch {
	case j.condition(string(StateComplete)) != nil:
		return StateComplete
	case j.condition(string(StateFailed)) != nil:
		return StateFailed
	case !j.Metadata.DeletionTimestamp.IsZero():
		return StateTerminating
	case j.condition(string(StateSuspended)) != nil:
		return StateSuspended
	case j.condition(string(StateFailureTarget)) != nil:
		return StateFailureTarget
	case j.condition(string(StateSuccessCriteriaMet)) != nil:
		return StateSuccessCriteriaMet
	default:
		return StateRunning
	}
}

// Finished tells whether the Job has ended: Complete or Failed. FailureTarget and SuccessCriteriaMet
// come before the end, while Pods are still terminating (KEP-3939, KEP-3998).
func (j Job) Finished() bool {
	state := j.State()
	return state == StateComplete || state == StateFailed
}

// Resumed tells whether the Job was suspended before, if only until it was to begin: its start time is then that of its last
// resumption (pkg/controller/job/job_controller.go, syncJob).
func (j Job) Resumed() bool {
	return slices.ContainsFunc(j.Status.Conditions, func(c Condition) bool { return c.Type == string(StateSuspended) && c.Status == "False" })
}

// Verdict is the condition that decides or has decided the Job's end, nil while there is none.
func (j Job) Verdict() *Condition {
	for _, state := range []State{StateComplete, StateFailed, StateFailureTarget, StateSuccessCriteriaMet} {
		if c := j.condition(string(state)); c != nil {
			return c
		}
	}
	return nil
}

// FinishedAt is when the Job ended, zero while it has not. Only a complete Job has a completionTime.
func (j Job) FinishedAt() time.Time {
	if c := j.condition(string(StateFailed)); c != nil {
		return c.LastTransitionTime
	}
	return j.Status.CompletionTime
}

func (j Job) condition(kind string) *Condition {
	return holding(j.Status.Conditions, kind)
}

func holding(conditions []Condition, kind string) *Condition {
	for i, c := range conditions {
		if c.Type == kind && c.Status == "True" {
			return &conditions[i]
		}
	}
	return nil
}

// Progress says how far the Job is, such as "3/8 completions, 2 active, 1 failed".
func (j Job) Progress() string {
	var parts []string
	if j.Spec.Kind() == WorkQueue {
		parts = append(parts, fmt.Sprintf("%d succeeded", j.Status.Succeeded))
	} else {
		parts = append(parts, fmt.Sprintf("%d/%d completions", j.Status.Succeeded, j.Spec.completions()))
	}
	if !j.Finished() {
		parts = append(parts, fmt.Sprintf("%d active", j.Status.Active))
	}
	if n := deref(j.Status.Terminating, 0); n > 0 {
		parts = append(parts, fmt.Sprintf("%d terminating", n))
	}
	if j.Status.Failed > 0 {
		parts = append(parts, fmt.Sprintf("%d failed", j.Status.Failed))
	}
	return strings.Join(parts, ", ")
}

// Completed is how many completions there are of how many, as the COMPLETIONS column of "kubectl get jobs" has it
// (pkg/printers/internalversion/printers.go, printJob).
func (j Job) Completed() string {
	switch {
	case j.Spec.Completions != nil:
		return fmt.Sprintf("%d/%d", j.Status.Succeeded, *j.Spec.Completions)
	case j.Spec.parallelism() > 1:
		return fmt.Sprintf("%d/1 of %d", j.Status.Succeeded, j.Spec.parallelism())
	default:
		return fmt.Sprintf("%d/1", j.Status.Succeeded)
	}
}

// Duration is how long the Job has run, until its end or else until now; 0 if it has not started.
func (j Job) Duration(now time.Time) time.Duration {
	if j.Status.StartTime.IsZero() {
		return 0
	}
	if at := j.FinishedAt(); !at.IsZero() {
		now = at
	}
	return max(now.Sub(j.Status.StartTime), 0)
}

// PodsStatuses words the counts as "kubectl describe job" does.
func (j Job) PodsStatuses() string {
	active := fmt.Sprintf("%d Active", j.Status.Active)
	if j.Status.Ready != nil {
		active += fmt.Sprintf(" (%d Ready)", *j.Status.Ready)
	}
	return fmt.Sprintf("%s / %d Succeeded / %d Failed", active, j.Status.Succeeded, j.Status.Failed)
}
