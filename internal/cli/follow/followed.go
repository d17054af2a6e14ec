package follow

import (
	"context"
	"sync"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/job"
)

// followed is one Job of several. News is taken in by whoever brings it, and not handed to a goroutine of the Job's own: each
// handing over takes as long as all the rest.
type followed struct {
	job  job.Job
	pods map[string]job.Pod // as they were when the following began

	mu       sync.Mutex          // of the follower, until it settles
	follower *follower           // nil before the following begins
	settles  chan struct{}       // closed when the follower has to read the last state
	rest     chan cluster.Update // news for it meanwhile
	done     chan struct{}       // closed when its following has ended
	end      End
}

func newFollowed(j job.Job) *followed {
	return &followed{
		job: j, pods: map[string]job.Pod{},
		settles: make(chan struct{}), rest: make(chan cluster.Update), done: make(chan struct{}),
	}
}

// early takes in news before the lists are complete.
func (f *followed) early(u cluster.Update) {
	switch {
	case u.Job != nil:
		f.job = *u.Job
	case u.Pod != nil:
		f.pods[u.Pod.Metadata.UID] = *u.Pod
	case u.PodGone != nil:
		delete(f.pods, u.PodGone.Metadata.UID)
	}
}

// begin says how the Job stands. Then news comes to hear, and what takes its time to attend.
func (f *followed) begin(ctx context.Context, o Options) {
	o.Feed = &Feed{}
	for _, p := range f.pods {
		o.Feed.Pods = append(o.Feed.Pods, p)
	}
	f.pods = nil
	f.mu.Lock()
	defer f.mu.Unlock()
	f.follower = newFollower(ctx, f.job, o)
	f.follower.begin(ctx)
	f.follower.report.begin(f.job)
	if f.follower.over() {
		f.over(ctx)
		return
	}
	f.follower.changed()
}

// hear takes in news.
func (f *followed) hear(ctx context.Context, u cluster.Update) {
	if f.takes(ctx, u) {
		return
	}
	select {
	case f.rest <- u:
	case <-f.done:
	case <-ctx.Done():
	}
}

// takes is false if the follower reads the last state, and waits for news of it.
func (f *followed) takes(ctx context.Context, u cluster.Update) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if closed(f.done) {
		return true
	}
	if closed(f.settles) {
		return false
	}
	done, err := f.follower.take(u)
	switch {
	case err != nil:
		f.conclude(f.follower.result(exit.Error), err)
	case done:
		f.over(ctx)
	}
	return true
}

// over ends the following: at once, or in attend if the last state has to be read.
func (f *followed) over(ctx context.Context) {
	if f.follower.waits() {
		close(f.settles)
		return
	}
	f.conclude(f.follower.end(ctx, f.rest))
}

func (f *followed) conclude(r Result, err error) {
	f.end = End{Result: r, Err: err}
	close(f.done)
}

// attend does what its time has come for, until the following ends.
func (f *followed) attend(ctx context.Context) {
	defer f.follower.stop()
	for {
		select {
		case <-f.done:
			return
		case <-f.settles:
			f.conclude(f.follower.end(ctx, f.rest))
			return
		case <-ctx.Done():
			f.cut(context.Cause(ctx))
		case <-f.follower.options.Output.Broken():
			f.cut(writeError(f.follower.options.Output))
		case <-f.follower.report.due():
			f.locked(func() { f.follower.report.tell(f.follower.snapshot()) })
		case <-f.follower.glance.C():
			f.locked(f.follower.look)
		}
	}
}

// cut ends the following early.
func (f *followed) cut(err error) {
	f.locked(func() { f.conclude(f.follower.result(exit.Error), err) })
}

// locked does something with the follower, unless it is about to end.
func (f *followed) locked(do func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !closed(f.done) && !closed(f.settles) {
		do()
	}
}

func closed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}
