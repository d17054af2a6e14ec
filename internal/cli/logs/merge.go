package logs

import (
	"container/heap"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
)

// merge puts logs together in the order of time. A log is opened when the others have come to the time at which its container
// began, so that only those are open at once that were written at the same time.
type merge struct {
	output *follow.LogOutput
	read   func(context.Context, follow.Run, cluster.LogSink) error
	unread []unread

	ahead streams // that have a line to give, by its time
}

// unread is a log that could not be read to its end.
type unread struct {
	run follow.Run
	err error
}

// maxOpen is how many logs are open at once at most; beyond that, their order is that of their beginnings.
const maxOpen = 200

// piece is a line or a part of one.
type piece struct {
	at   time.Time
	text string
	last bool
}

// stream is one log that is being read.
type stream struct {
	run    follow.Run
	sink   cluster.LogSink
	pieces chan piece
	err    error // set before pieces is closed
	next   piece
	order  int
}

func (m *merge) run(ctx context.Context, runs []follow.Run) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	waiting := slices.Clone(runs)
	slices.SortStableFunc(waiting, func(a, b follow.Run) int { return a.Started.Compare(b.Started) })
	for opened := 0; ; {
		// Container times are in whole seconds, those of lines are finer.
		for len(waiting) > 0 && len(m.ahead) < maxOpen && (len(m.ahead) == 0 || !waiting[0].Started.After(m.ahead[0].next.at)) {
			if err := m.open(ctx, waiting[0], opened); err != nil {
				return err
			}
			waiting, opened = waiting[1:], opened+1
		}
		if len(m.ahead) == 0 {
			return nil
		}
		if err := m.give(ctx); err != nil {
			return err
		}
	}
}

// open begins to read a log, up to its first line.
func (m *merge) open(ctx context.Context, r follow.Run, order int) error {
	sink, err := m.output.Sink(r)
	if err != nil {
		return err
	}
	const buffered = 100
	s := &stream{run: r, sink: sink, order: order, pieces: make(chan piece, buffered)}
	go func() {
		defer close(s.pieces)
		s.err = m.read(ctx, r, func(at time.Time, text string, last bool) error {
			select {
			case s.pieces <- piece{at, text, last}:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	}()
	if m.advance(s, r.Started) {
		heap.Push(&m.ahead, s)
	}
	return nil
}

// advance takes the next piece of a stream; it is false at its end. What has no time of its own has that of what was before.
func (m *merge) advance(s *stream, before time.Time) bool {
	p, more := <-s.pieces
	if !more {
		if s.err != nil && !errors.Is(s.err, context.Canceled) {
			m.unread = append(m.unread, unread{s.run, s.err})
		}
		return false
	}
	if p.at.IsZero() {
		p.at = before
	}
	s.next = p
	return true
}

// give passes on the oldest line.
func (m *merge) give(ctx context.Context) error {
	s := m.ahead[0]
	for {
		if ctx.Err() != nil {
			return fmt.Errorf("logs: %w", ctx.Err())
		}
		p := s.next
		if err := s.sink(p.at, p.text, p.last); err != nil {
			return fmt.Errorf("write the log: %w", err)
		}
		switch {
		case !m.advance(s, p.at):
			heap.Pop(&m.ahead)
			return nil
		case p.last:
			heap.Fix(&m.ahead, 0)
			return nil
		}
	}
}

// streams is a heap.
type streams []*stream

func (s streams) Len() int { return len(s) }
func (s streams) Less(i, j int) bool {
	if c := s[i].next.at.Compare(s[j].next.at); c != 0 {
		return c < 0
	}
	return s[i].order < s[j].order
}
func (s streams) Swap(i, j int) { s[i], s[j] = s[j], s[i] }
func (s *streams) Push(x any) {
	if pushed, ok := x.(*stream); ok {
		*s = append(*s, pushed)
	}
}

func (s *streams) Pop() any {
	last := (*s)[len(*s)-1]
	*s = (*s)[:len(*s)-1]
	return last
}
