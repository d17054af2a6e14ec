package cleanup

import (
	"context"
	"sync"
	"time"

	"k8s.io/utils/clock"
)

const (
	fewAtOnce  = 8
	mostAtOnce = 64
)

// pace says how many requests may be under way: one more for as many as succeed in a row, half as many when the API server is
// busy, and none until it wants to be asked again.
type pace struct {
	clock clock.Clock

	mu       sync.Mutex
	limit    int
	active   int
	well     int       // successes since the limit was changed
	rest     time.Time // nothing is asked before
	released chan struct{}
}

func newPace(c clock.Clock) *pace {
	return &pace{clock: c, limit: fewAtOnce, released: make(chan struct{}, 1)}
}

// take waits for its turn. The error is that of ctx: then there is no turn to give back.
func (p *pace) take(ctx context.Context) error {
	for ctx.Err() == nil {
		p.mu.Lock()
		wait := p.rest.Sub(p.clock.Now())
		if wait <= 0 && p.active < p.limit {
			p.active++
			p.mu.Unlock()
			return nil
		}
		p.mu.Unlock()
		if err := p.pause(ctx, wait); err != nil {
			return err
		}
	}
	return context.Cause(ctx)
}

func (p *pace) pause(ctx context.Context, wait time.Duration) error {
	var over <-chan time.Time
	if wait > 0 {
		timer := p.clock.NewTimer(wait)
		defer timer.Stop()
		over = timer.C()
	}
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-over:
	case <-p.released:
	}
	return nil
}

// done gives the turn back; busy is how long the API server wants to be left alone, 0 if it does not.
func (p *pace) done(busy time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.active--
	if busy > 0 {
		if until := p.clock.Now().Add(busy); until.After(p.rest) {
			p.rest, p.limit, p.well = until, max(p.limit/2, 1), 0
		}
	} else if p.well++; p.well >= p.limit && p.limit < mostAtOnce {
		p.limit, p.well = p.limit+1, 0
	}
	select {
	case p.released <- struct{}{}:
	default:
	}
}
