package follow

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"

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
	colours map[string]int // by Pod uid
	alive   atomic.Int64   // counts signs that logs still come

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
		colours: map[string]int{},
	}
}

type stream struct {
	ended chan struct{} // closed when the run was seen to have ended
	over  bool
	read  chan struct{} // closed when its log was read, or keeps others waiting
}

func (s *stream) end() {
	if !s.over {
		s.over = true
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
	for _, list := range [][]job.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
		for _, c := range list {
			latest, running := c.RestartCount, c.State.Running != nil
			if !running && c.State.Terminated == nil && c.LastState.Terminated == nil {
				latest-- // the latest run has not begun
			}
			// Of the runs before the latest one, the kubelet keeps the last one's log.
			for restart := max(latest-1, 0); restart <= latest; restart++ {
				ended := restart < latest || !running
				before := turn
				if !ended {
					before = nil
				}
				s, isNew := l.start(p, c.Name, restart, before)
				if ended {
					s.end()
				}
				if isNew && before != nil {
					turn = s.read
				}
			}
		}
	}
	return turn
}

// gone ends what is read of a Pod that no longer exists.
func (l *logs) gone(uid string) {
	for source, s := range l.streams {
		if source.PodUID == uid {
			s.end()
		}
	}
}

func (l *logs) start(p job.Pod, container string, restart int32, turn <-chan struct{}) (s *stream, isNew bool) {
	source := cluster.LogSource{
		Namespace: p.Metadata.Namespace, Pod: p.Metadata.Name, PodUID: p.Metadata.UID,
		Container: container, Restart: restart,
	}
	if known := l.streams[source]; known != nil {
		return known, false
	}
	s = &stream{ended: make(chan struct{}), read: make(chan struct{})}
	l.streams[source] = s
	output := l.output(p, container)
	l.running.Go(func() {
		next := sync.OnceFunc(func() { close(s.read) })
		defer next()
		if turn != nil && !l.await(turn) || !l.await(l.slots) {
			return
		}
		defer func() { l.slots <- struct{}{} }()
		l.follow(source, s.ended, output, next)
	})
	return s, true
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

// output is where a container's log goes: each Pod has a colour.
func (l *logs) output(p job.Pod, container string) *term.Stream {
	colour, known := l.colours[p.Metadata.UID]
	if !known {
		colour = len(l.colours)
		l.colours[p.Metadata.UID] = colour
	}
	prefix := ""
	if l.options.Prefix {
		prefix = prefixOf(p, container)
	}
	return l.options.Output.Stream(prefix, colour)
}

// follow passes on one log; next lets others go ahead when it is interrupted.
func (l *logs) follow(source cluster.LogSource, ended <-chan struct{}, output *term.Stream, next func()) {
	sink := func(text string, last bool) error {
		l.alive.Add(1)
		return output.Write(text, last)
	}
	err := l.options.Cluster.FollowLog(l.ctx, source, ended, sink, func(err error) {
		next()
		l.options.tell(l.job, Event{Type: Note}, term.Plain, "log of Pod %s interrupted, resuming: %v", source.Pod, err)
	})
	l.alive.Add(1)
	switch {
	case err == nil || l.ctx.Err() != nil || l.options.Output.Err() != nil:
	case errors.Is(err, cluster.ErrLogLost):
		l.options.tell(l.job, Event{Type: Note}, term.Plain, "the log of container %s in Pod %s could not be read to its end: the Pod is gone", source.Container, source.Pod)
	default:
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.wrong == nil {
			l.wrong = err
		}
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
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.wrong
}

// prefixOf names the Pod, and the container where there are several.
func prefixOf(p job.Pod, container string) string {
	if len(p.Spec.InitContainers)+len(p.Spec.Containers) > 1 {
		return "[" + p.Metadata.Name + "/" + container + "]"
	}
	return "[" + p.Metadata.Name + "]"
}
