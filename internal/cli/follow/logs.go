package follow

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// maxStreams is how many logs are read at a time; the others wait their turn, and lose nothing by it
// as long as their Pods exist.
const maxStreams = 100

// logs follows every run of every container of a Job's Pods.
type logs struct {
	options Options
	job     job.Job
	ctx     context.Context //nolint:containedctx // the streams live as long as the follower, which owns it
	stop    context.CancelFunc
	slots   chan struct{} // one for each log that may be read
	running sync.WaitGroup
	streams map[cluster.LogSource]*stream
	output  *LogOutput
	alive   atomic.Int64 // counts signs that logs still come

	mu    sync.Mutex
	wrong error
}

func newLogs(ctx context.Context, j job.Job, o Options) *logs {
	ctx, stop := context.WithCancel(ctx)
	slots := make(chan struct{}, maxStreams)
	for range maxStreams {
		slots <- struct{}{}
	}
	return &logs{
		options: o, job: j, ctx: ctx, stop: stop,
		slots:   slots,
		streams: map[cluster.LogSource]*stream{},
		output:  NewLogOutput(o.Output, o.Prefix, o.Log),
	}
}

type stream struct {
	ended chan struct{} // closed when the run was seen to have ended
	over  bool
	// failed is set before ended is closed: the attempt has failed.
	failed bool
	read   chan struct{} // closed when its log was read, or keeps others waiting
}

func (s *stream) end(failed bool) {
	if !s.over {
		s.over, s.failed = true, failed
		close(s.ended)
	}
}

// observeAll starts to read the logs of Pods. Of those that have ended, one is read after another, in order of
// the attempts.
func (l *logs) observeAll(pods []job.Pod) {
	turn := make(chan struct{})
	close(turn)
	for _, p := range job.InOrder(pods) {
		turn = l.take(p, turn)
	}
}

// observe starts to read what a Pod has begun to write.
func (l *logs) observe(p job.Pod) { l.take(p, nil) }

// take starts to read what a Pod has begun to write; what has ended already waits for its turn, unless that is
// nil. It returns the next turn.
func (l *logs) take(p job.Pod, turn chan struct{}) chan struct{} {
	if !l.options.Logs {
		return turn
	}
	for _, r := range l.options.Log.Runs(p) {
		before := turn
		if !r.Ended {
			before = nil
		}
		s, isNew := l.start(r, before)
		if r.Ended {
			s.end(r.Failed)
		}
		if isNew && before != nil {
			turn = s.read
		}
	}
	return turn
}

// gone ends what is read of a Pod that no longer exists.
func (l *logs) gone(uid string) {
	for source, s := range l.streams {
		if source.PodUID == uid {
			s.end(true) // nobody has seen it succeed
		}
	}
}

func (l *logs) start(r Run, turn <-chan struct{}) (s *stream, isNew bool) {
	source := r.Source()
	if known := l.streams[source]; known != nil {
		return known, false
	}
	s = &stream{ended: make(chan struct{}), read: make(chan struct{})}
	l.streams[source] = s
	sink, err := l.output.Sink(r)
	if err != nil {
		l.failed(err)
		close(s.read)
		return s, true
	}
	l.running.Go(func() {
		next := sync.OnceFunc(func() { close(s.read) })
		defer next()
		if turn != nil && !l.await(turn) || !l.await(l.slots) {
			return
		}
		defer func() { l.slots <- struct{}{} }()
		if l.options.Log.Failed {
			l.followFailed(source, s, sink, next)
			return
		}
		l.follow(source, s.ended, sink, next)
	})
	return s, true
}

// followFailed passes on a log when it is known that its attempt has failed.
func (l *logs) followFailed(source cluster.LogSource, s *stream, sink cluster.LogSink, next func()) {
	var kept spool
	l.follow(source, s.ended, kept.sink, next)
	if !l.await(s.ended) || !s.failed {
		return
	}
	if kept.lost {
		l.options.tell(l.job, Event{Type: Note}, term.Plain, "only the last %d MiB of the log of Pod %s were kept", maxSpool>>20, source.Pod)
	}
	if err := kept.flush(sink); err != nil {
		l.failed(err)
	}
}

// await waits for a signal; ok is false if the logs were stopped before.
func (l *logs) await(signal <-chan struct{}) (ok bool) {
	select {
	case <-signal:
		return true
	case <-l.ctx.Done():
		return false
	}
}

// follow passes on one log; next lets others go ahead when it is interrupted.
func (l *logs) follow(source cluster.LogSource, ended <-chan struct{}, output cluster.LogSink, next func()) {
	sink := func(at time.Time, text string, last bool) error {
		l.alive.Add(1)
		return output(at, text, last)
	}
	err := l.options.Cluster.FollowLog(l.ctx, source, l.options.Log.Range, ended, sink, func(err error) {
		next()
		l.options.tell(l.job, Event{Type: Note}, term.Plain, "log of Pod %s interrupted, resuming: %v", source.Pod, err)
	})
	l.alive.Add(1)
	switch {
	case err == nil || l.ctx.Err() != nil || l.options.Output.Err() != nil:
	case errors.Is(err, cluster.ErrLogLost):
		l.options.tell(l.job, Event{Type: Note}, term.Plain, "the log of container %s in Pod %s could not be read to its end: the Pod is gone", source.Container, source.Pod)
	default:
		l.failed(err)
	}
}

// failed keeps the first error.
func (l *logs) failed(err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.wrong == nil {
		l.wrong = err
	}
}

// drained is closed when all logs have been read to their end.
func (l *logs) drained() <-chan struct{} {
	done := make(chan struct{})
	go func() {
		l.running.Wait()
		close(done)
	}()
	return done
}

// err is why a log could not be read, nil if all could.
func (l *logs) err() error {
	if l.options.Output.Err() != nil {
		return writeError(l.options.Output)
	}
	_, err := l.output.Close()
	l.mu.Lock()
	defer l.mu.Unlock()
	return errors.Join(l.wrong, err)
}

// prefixOf names the Pod, and the container where there are several.
func prefixOf(p job.Pod, container string) string {
	if len(p.Spec.InitContainers)+len(p.Spec.Containers) > 1 {
		return "[" + p.Metadata.Name + "/" + container + "]"
	}
	return "[" + p.Metadata.Name + "]"
}
