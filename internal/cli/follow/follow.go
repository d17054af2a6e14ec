// Package follow stays with a Job until it ends: it says what the Job waits for and what becomes of
// its attempts, and passes on the logs of its Pods. run and watch share it.
package follow

import (
	"context"
	"errors"
	"time"

	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// settleLimit bounds how long the last news of the Pods of a finished Job may take.
const settleLimit = 5 * time.Second

// drainLimit bounds how long the logs of a finished Job may still take.
const drainLimit = 30 * time.Second

// From manyPods Pods on, a Job's state is looked at once per glance, not at each of its changes: a look
// costs time in proportion to the Pods.
const (
	manyPods = 50
	glance   = 500 * time.Millisecond
)

// Options say how to follow.
type Options struct {
	Cluster *cluster.Cluster
	Clock   clock.Clock
	Notes   *term.Lines // what happens to the Job
	Output  *term.Lines // the logs
	Logs    bool        // pass on the logs
	Prefix  bool        // name the Pod before each line of its log
}

// Result is how following ended.
type Result struct {
	Job      job.Job // as last seen
	Attempts []job.Attempt
	Code     int // exit code
}

// Job follows one Job until it is complete or failed, or ctx ends; then the error is ctx's.
func Job(ctx context.Context, j job.Job, o Options) (Result, error) {
	watching, stop := context.WithCancel(ctx)
	defer stop()
	updates, err := o.Cluster.Watch(watching, j)
	if err != nil {
		return Result{Job: j, Code: exit.Error}, err
	}
	f := newFollower(ctx, j, o)
	defer f.stop()
	for {
		select {
		case <-ctx.Done():
			return f.result(exit.Error), context.Cause(ctx)
		case <-f.report.due():
			f.report.tell(f.snapshot())
		case <-f.glance.C():
			f.look()
		case u, open := <-updates:
			if !open {
				return f.result(exit.Error), context.Cause(ctx)
			}
			done, err := f.take(u)
			if err != nil {
				return f.result(exit.Error), err
			}
			if done {
				return f.end(ctx, updates)
			}
		}
	}
}

type follower struct {
	options Options
	job     job.Job
	history job.History
	events  map[string]job.Event // by uid
	logs    *logs
	report  *report
	gone    bool

	glance clock.Timer
	dirty  bool // something changed since the last look
}

func newFollower(ctx context.Context, j job.Job, o Options) *follower {
	return &follower{
		options: o,
		job:     j,
		events:  map[string]job.Event{},
		logs:    newLogs(ctx, j, o),
		report:  newReport(j, o),
		glance:  stoppedTimer(o.Clock),
	}
}

func (f *follower) stop() {
	f.logs.stop()
	f.glance.Stop()
	f.report.timer.Stop()
}

func stoppedTimer(c clock.Clock) clock.Timer {
	timer := c.NewTimer(time.Hour)
	timer.Stop()
	return timer
}

// changed looks at the Job's state now, or soon if it has many Pods.
func (f *follower) changed() {
	if f.history.Len() < manyPods {
		f.look()
		return
	}
	if !f.dirty {
		f.dirty = true
		f.glance.Reset(glance)
	}
}

func (f *follower) look() {
	f.dirty = false
	f.report.observe(f.snapshot())
}

// take takes in one piece of news; done tells that there is nothing more to wait for.
func (f *follower) take(u cluster.Update) (done bool, err error) {
	switch {
	case u.JobGone:
		f.gone = true
		return true, nil
	case u.Job != nil:
		f.job = *u.Job
		f.report.recovered("jobs")
	case u.Pod != nil:
		f.history.Observe(*u.Pod)
		f.logs.observe(*u.Pod)
		f.report.recovered("pods")
	case u.PodGone != nil:
		f.history.Observe(*u.PodGone)
		f.history.Gone(u.PodGone.Metadata.UID, f.options.Clock.Now())
		f.logs.gone(u.PodGone.Metadata.UID)
	case u.Event != nil:
		f.events[u.Event.Metadata.UID] = *u.Event
	case u.Problem != nil:
		return f.problem(*u.Problem)
	}
	f.changed()
	return f.job.Finished(), nil
}

// problem ends the following when the Job itself cannot be watched; Pods and events are done without,
// unless the logs are wanted.
func (f *follower) problem(p cluster.Problem) (done bool, err error) {
	needed := p.Resource == "jobs" || p.Resource == "pods" && f.options.Logs
	if p.Lasting() && needed {
		return true, p.Err
	}
	f.report.problem(p)
	return false, nil
}

// end reads the last state of the Pods, whose watch may be behind that of the Job, and the rest of the logs.
func (f *follower) end(ctx context.Context, updates <-chan cluster.Update) (Result, error) {
	if err := f.settlePods(ctx, updates); err != nil {
		return f.result(exit.Error), err
	}
	drain, cancel := context.WithTimeout(ctx, drainLimit)
	defer cancel()
	switch err := f.logs.drain(drain); {
	case ctx.Err() != nil:
		return f.result(exit.Error), context.Cause(ctx)
	case errors.Is(err, context.DeadlineExceeded):
		f.report.undrained()
	case err != nil:
		return f.result(exit.Error), err
	}
	if f.gone {
		f.report.gone()
		return f.result(exit.Gone), nil
	}
	f.report.finished(f.snapshot())
	return f.result(Code(f.job, f.history.Attempts(f.job.Spec))), nil
}

func (f *follower) settlePods(ctx context.Context, updates <-chan cluster.Update) error {
	pods, err := f.options.Cluster.Pods(ctx, f.job)
	switch {
	case ctx.Err() != nil:
		return context.Cause(ctx)
	case err != nil && f.options.Logs:
		f.report.say(term.Warn, "its Pods could not be listed at the end, the last logs may be missing: %v", err)
		return nil
	case err != nil:
		return nil // without logs, Pods are a bonus
	}
	for _, p := range pods {
		f.history.Observe(p)
		f.logs.observe(p)
	}
	timeout := f.options.Clock.NewTimer(settleLimit)
	defer timeout.Stop()
	for f.history.Unsettled(pods) {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-timeout.C():
			return nil
		case u, open := <-updates:
			if !open {
				return context.Cause(ctx)
			}
			if u.Pod != nil || u.PodGone != nil {
				if _, err := f.take(u); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func (f *follower) result(code int) Result {
	return Result{Job: f.job, Attempts: f.history.Attempts(f.job.Spec), Code: code}
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
