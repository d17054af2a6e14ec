// Package follow stays with a Job until it ends: it says what the Job waits for and what becomes of
// its attempts, and passes on the logs of its Pods. run and watch share it.
package follow

import (
	"context"
	"fmt"
	"time"

	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

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
	Output  *term.Lines // the logs; when it cannot be written to, following ends
	Logs    bool        // pass on the logs
	Prefix  bool        // name the Pod before each line of its log
	Log     LogOptions  // which logs
	Until   Until       // what is waited for; the zero value is the end of the Job
	JSON    bool        // write the notes as JSON, see Event
	Stamps  bool        // begin each note with the time
	Spaces  bool        // name Jobs with their namespace
	Feed    *Feed       // of one Job among several; nil to watch this one alone
}

// Feed is what one Job among several is told.
type Feed struct {
	Pods []job.Pod // that existed when the Job was first seen
}

// Result is how following ended.
type Result struct {
	Job      job.Job // as last seen
	Attempts []job.Attempt
	Code     int  // exit code
	Reached  bool // what was waited for has come
	Left     bool // the labels that chose it are no longer on it
}

// Job follows one Job until it is complete or failed, or ctx ends; then the error is ctx's. When the output
// cannot be written to any more, it ends with that error.
func Job(ctx context.Context, j job.Job, o Options) (Result, error) {
	watching, stop := context.WithCancel(ctx)
	defer stop()
	f := newFollower(ctx, j, o)
	defer f.stop()
	f.begin(ctx)
	updates, err := o.Cluster.Watch(watching, j)
	if err != nil {
		return Result{Job: j, Code: exit.Error}, err
	}
	f.report.begin(f.job)
	if f.over() {
		return f.end(ctx, updates)
	}
	f.changed()
	for {
		select {
		case <-ctx.Done():
			return f.result(exit.Error), context.Cause(ctx)
		case <-o.Output.Broken():
			return f.result(exit.Error), writeError(o.Output)
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

func writeError(output *term.Lines) error { return fmt.Errorf("write the output: %w", output.Err()) }

type follower struct {
	options Options
	job     job.Job
	history job.History
	events  map[string]map[string]job.Event // by the uid of what they are about, and their own
	logs    *logs
	report  *report
	gone    bool
	left    bool
	refused Refusals

	glance clock.Timer
	dirty  bool // something changed since the last look
}

func newFollower(ctx context.Context, j job.Job, o Options) *follower {
	return &follower{
		options: o,
		job:     j,
		events:  map[string]map[string]job.Event{},
		refused: Refusals{},
		logs:    newLogs(ctx, j, o),
		report:  newReport(j, o),
		glance:  stoppedTimer(o.Clock),
	}
}

// over tells whether there is nothing more to wait for.
func (f *follower) over() bool { return f.job.Finished() || f.reached() }

func (f *follower) reached() bool { return f.options.Until.reached(f.job, f.history.Begun()) }

func (f *follower) stop() {
	f.logs.stop()
	f.glance.Stop()
	f.report.timer.Stop()
}

// begin takes in, in their order, the Pods that have ended already. If they cannot be listed, the watch finds
// them, in whichever order.
func (f *follower) begin(ctx context.Context) {
	if f.options.Feed != nil {
		f.history.Begin(f.job, f.options.Feed.Pods)
		f.logs.observeAll(f.options.Feed.Pods)
		return
	}
	if f.job.Status.Succeeded+f.job.Status.Failed == 0 {
		return
	}
	pods, err := f.options.Cluster.Pods(ctx, f.job)
	if err != nil {
		return
	}
	f.history.Begin(f.job, pods)
	f.logs.observeAll(pods)
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
	if u.Problem == nil && f.report.broken[cluster.WholeCluster] && f.options.Cluster.Answers() { // the news was faster than this one
		f.report.recovered(cluster.WholeCluster)
	}
	switch {
	case u.JobGone:
		if !f.gone {
			f.gone, f.left = true, u.JobLeft
			f.report.gone(u.JobLeft)
		}
		return true, nil
	case u.Job != nil:
		f.job = *u.Job
		f.report.recovered("jobs")
		f.report.status(f.job)
	case u.Pod != nil:
		f.history.Observe(*u.Pod)
		f.logs.observe(*u.Pod)
		f.report.recovered("pods")
	case u.PodGone != nil:
		f.history.Observe(*u.PodGone)
		f.history.Gone(u.PodGone.Metadata.UID, f.options.Clock.Now())
		f.logs.gone(u.PodGone.Metadata.UID)
		delete(f.events, u.PodGone.Metadata.UID)
	case u.Event != nil:
		f.keep(*u.Event)
	case u.Problem != nil:
		return f.problem(*u.Problem)
	}
	if f.over() {
		return true, nil
	}
	if !f.gone { // what becomes of the Pods of a deleted Job is no news
		f.changed()
	}
	return false, nil
}

func (f *follower) keep(e job.Event) {
	about := e.InvolvedObject.UID
	if f.events[about] == nil {
		f.events[about] = map[string]job.Event{}
	}
	f.events[about][e.Metadata.UID] = e
}

// problem ends the following when the Job itself may not be watched, twice in a row; Pods and events are done
// without, unless the logs are wanted.
func (f *follower) problem(p cluster.Problem) (done bool, err error) {
	needed := p.Resource == "jobs" || p.Resource == "pods" && f.options.Logs
	switch {
	case !p.Lasting() || !needed:
		f.report.problem(p)
		return false, nil
	case f.refused.Before(p.Resource, f.options.Clock.Now()):
		return true, p.Err
	default:
		return false, nil
	}
}

func (f *follower) result(code int) Result {
	return Result{Job: f.job, Attempts: f.history.Attempts(f.job.Spec), Code: code}
}
