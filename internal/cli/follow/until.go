package follow

import (
	"time"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// Until is what is waited for. A Job that has finished is waited for no longer in any case.
type Until string

// What can be waited for.
const (
	UntilFinished  Until = "finished"
	UntilComplete  Until = "complete"
	UntilFailed    Until = "failed"
	UntilStarted   Until = "started"
	UntilSuspended Until = "suspended"
)

// Untils are what can be waited for.
func Untils() []string {
	return []string{string(UntilFinished), string(UntilComplete), string(UntilFailed), string(UntilStarted), string(UntilSuspended)}
}

// reached tells whether it has come; begun tells that a container of the Job was seen to run.
func (u Until) reached(j job.Job, begun bool) bool {
	switch u {
	case UntilComplete:
		return j.State() == job.StateComplete
	case UntilFailed:
		return j.State() == job.StateFailed
	case UntilSuspended:
		return j.State() == job.StateSuspended
	case UntilStarted:
		ready := j.Status.Ready != nil && *j.Status.Ready > 0
		return begun || ready || j.Status.Succeeded+j.Status.Failed > 0
	case UntilFinished:
	}
	return j.Finished()
}

// Outcome is how a Job stands for those who wait for it; begun tells that a container of it was seen to run.
func (u Until) Outcome(j job.Job, attempts []job.Attempt, begun bool) Result {
	r := Result{Job: j, Attempts: attempts, Reached: u.reached(j, begun)}
	if j.Finished() {
		r.Code = Code(j, attempts)
		r.Code = u.code(r)
	}
	return r
}

// code is the exit code for a Job that has finished, from that of its end.
func (u Until) code(r Result) int {
	switch {
	case u == "" || u == UntilFinished:
		return r.Code
	case r.Reached:
		return exit.OK
	case r.Code != exit.OK:
		return r.Code
	default:
		return exit.Otherwise
	}
}

// Late tells that a Job has not come to what is waited for in time.
func Late(o Options, r Result, timeout time.Duration) {
	code, why := exit.TimedOut, "not "+string(o.Until)
	switch {
	case o.Until == "":
		why = "not finished"
	case r.Job.Finished():
		why = "finished, but not all of it could be read"
	}
	o.tell(r.Job, Event{Type: TimedOut, ExitCode: &code}, term.Plain, "%s within %s", why, timeout)
}
