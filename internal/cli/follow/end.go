package follow

import (
	"context"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// settleLimit bounds how long the last news of the Pods of a finished Job may take.
const settleLimit = 5 * time.Second

// drainLimit bounds how long the logs of a finished Job may be silent before their end, and how long those of a
// deleted Job, whose Pods may go on for their grace period, may still take.
const drainLimit = 30 * time.Second

// end reads the last state of the Pods, whose watch may be behind that of the Job, and the rest of the logs.
func (f *follower) end(ctx context.Context, updates <-chan cluster.Update) (Result, error) {
	if !f.gone && !f.job.Finished() { // --until has been reached
		result := f.result(exit.OK)
		result.Reached = true
		f.report.reached(f.snapshot(), f.options.Until)
		return result, nil
	}
	err := f.settlePods(ctx, updates)
	if err == nil {
		err = f.drain(ctx, updates)
	}
	if err != nil && (!f.gone || ctx.Err() == nil) { // what is gone is gone, however the rest is cut short
		return f.result(exit.Error), err
	}
	if f.gone {
		result := f.result(exit.Gone)
		result.Left = f.left
		return result, nil
	}
	result := f.options.Until.Outcome(f.job, f.history.Attempts(f.job.Spec), f.history.Begun())
	f.report.finished(f.snapshot(), result.Code)
	return result, nil
}

// waits tells whether the end takes reading the last state.
func (f *follower) waits() bool {
	return f.gone || f.job.Finished() && !f.countless()
}

// countless is one of many Jobs that is complete: a list of Pods for each would be many, and how its attempts came out matters
// little.
func (f *follower) countless() bool {
	return f.options.Feed != nil && !f.options.Logs && f.job.State() == job.StateComplete
}

// settlePods waits for the deletion of Pods that no longer exist to be seen.
func (f *follower) settlePods(ctx context.Context, updates <-chan cluster.Update) error {
	if f.countless() {
		return nil
	}
	pods, err := f.options.Cluster.Pods(ctx, f.job)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil && f.options.Logs:
		f.report.say(Event{Type: Note}, term.Warn, "its Pods could not be listed at the end, the last logs may be missing: %v", err)
		return nil
	case err != nil:
		return nil // without logs, Pods are a bonus
	}
	for _, p := range pods {
		f.history.Observe(p)
	}
	f.logs.observeAll(pods)
	timeout := f.options.Clock.NewTimer(settleLimit)
	defer timeout.Stop()
	for f.history.Unsettled(pods) {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-timeout.C():
			return nil
		case u := <-updates:
			f.takePod(u)
		}
	}
	return nil
}

// drain waits until all logs have been read to their end.
func (f *follower) drain(ctx context.Context, updates <-chan cluster.Update) error {
	if !f.options.Logs {
		return nil
	}
	timeout := f.options.Clock.NewTimer(drainLimit)
	defer timeout.Stop()
	drained, alive := f.logs.drained(), f.logs.alive.Load()
	for {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-f.options.Output.Broken():
			return writeError(f.options.Output)
		case <-drained:
			return f.logs.err()
		case u := <-updates:
			f.takePod(u)
		case <-timeout.C():
			now := f.logs.alive.Load()
			if f.gone || now == alive {
				f.report.undrained()
				return nil
			}
			alive = now
			timeout.Reset(drainLimit)
		}
	}
}

// takePod takes in what becomes of the Pods when the end of the Job has been seen.
func (f *follower) takePod(u cluster.Update) {
	if u.Pod != nil || u.PodGone != nil {
		_, _ = f.take(u) // only problems end the following
	}
}

// Code is the exit code for a finished Job: 0 if it is complete; if it failed through a container, the exit
// code of the one that its Pod failure policy matched, or else of the one that failed first; else exit.JobFailed.
func Code(j job.Job, attempts []job.Attempt) int {
	if j.State() == job.StateComplete {
		return exit.OK
	}
	if verdict := j.Verdict(); verdict != nil && verdict.Reason == "DeadlineExceeded" {
		return exit.JobFailed
	}
	if match := j.PolicyMatch(); match != nil {
		return failureCode(match.ExitCode)
	}
	if first := job.FirstFailure(attempts); first != nil {
		return failureCode(first.ExitCode)
	}
	return exit.JobFailed
}

// failureCode is a container's exit code, if a process can end with it.
func failureCode(code *int32) int {
	if code != nil && *code > 0 && *code < 256 {
		return int(*code)
	}
	return exit.JobFailed
}
