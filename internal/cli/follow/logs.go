package follow

import (
	"context"
	"errors"
	"sync"

	"github.com/kubectl-job/kubectl-job/internal/cluster"
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
	slots   chan struct{}
	running sync.WaitGroup
	streams map[cluster.LogSource]*stream
	colours map[string]int // by Pod uid

	mu    sync.Mutex
	wrong error
}

func newLogs(ctx context.Context, j job.Job, o Options) *logs {
	ctx, stop := context.WithCancel(ctx)
	return &logs{
		options: o, job: j, ctx: ctx, stop: stop,
		slots:   make(chan struct{}, maxStreams),
		streams: map[cluster.LogSource]*stream{},
		colours: map[string]int{},
	}
}

type stream struct {
	ended chan struct{} // closed when the run was seen to have ended
	over  bool
}

func (s *stream) end() {
	if !s.over {
		s.over = true
		close(s.ended)
	}
}

// observe starts to read what a Pod has begun to write.
func (l *logs) observe(p job.Pod) {
	if !l.options.Logs {
		return
	}
	for _, list := range [][]job.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
		for _, c := range list {
			latest, running := c.RestartCount, c.State.Running != nil
			if !running && c.State.Terminated == nil && c.LastState.Terminated == nil {
				latest-- // the latest run has not begun
			}
			// Of the runs before the latest one, the kubelet keeps the last one's log.
			for restart := max(latest-1, 0); restart <= latest; restart++ {
				s := l.start(p, c.Name, restart)
				if restart < latest || !running {
					s.end()
				}
			}
		}
	}
}

// gone ends what is read of a Pod that no longer exists.
func (l *logs) gone(uid string) {
	for source, s := range l.streams {
		if source.PodUID == uid {
			s.end()
		}
	}
}

func (l *logs) start(p job.Pod, container string, restart int32) *stream {
	source := cluster.LogSource{
		Namespace: p.Metadata.Namespace, Pod: p.Metadata.Name, PodUID: p.Metadata.UID,
		Container: container, Restart: restart,
	}
	if known := l.streams[source]; known != nil {
		return known
	}
	s := &stream{ended: make(chan struct{})}
	l.streams[source] = s
	colour, known := l.colours[p.Metadata.UID]
	if !known {
		colour = len(l.colours)
		l.colours[p.Metadata.UID] = colour
	}
	prefix := ""
	if l.options.Prefix {
		prefix = prefixOf(p, container)
	}
	l.running.Go(func() {
		select {
		case l.slots <- struct{}{}:
			defer func() { <-l.slots }()
		case <-l.ctx.Done():
			return
		}
		l.follow(source, s.ended, prefix, colour)
	})
	return s
}

func (l *logs) follow(source cluster.LogSource, ended <-chan struct{}, prefix string, colour int) {
	name := l.job.Metadata.Name
	err := l.options.Cluster.FollowLog(l.ctx, source, ended,
		func(line string) error { return l.options.Output.Prefixed(prefix, colour, line) },
		func(err error) {
			_ = l.options.Notes.Printf("%s: log of Pod %s interrupted, resuming: %v", name, source.Pod, err)
		})
	switch {
	case err == nil || l.ctx.Err() != nil:
	case errors.Is(err, cluster.ErrLogLost):
		_ = l.options.Notes.Printf("%s: the log of container %s in Pod %s could not be read to its end: the Pod is gone", name, source.Container, source.Pod)
	default:
		l.mu.Lock()
		defer l.mu.Unlock()
		if l.wrong == nil {
			l.wrong = err
		}
	}
}

// drain waits until all logs have been read to their end.
func (l *logs) drain(ctx context.Context) error {
	done := make(chan struct{})
	go func() {
		l.running.Wait()
		close(done)
	}()
	select {
	case <-done:
		l.mu.Lock()
		defer l.mu.Unlock()
		return l.wrong
	case <-ctx.Done():
		return ctx.Err()
	}
}

// prefixOf names the Pod, and the container where there are several.
func prefixOf(p job.Pod, container string) string {
	if len(p.Spec.InitContainers)+len(p.Spec.Containers) > 1 {
		return "[" + p.Metadata.Name + "/" + container + "]"
	}
	return "[" + p.Metadata.Name + "]"
}
