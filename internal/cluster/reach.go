package cluster

import (
	"context"
	"net/http"
	"sync"
)

// reach tells whether the cluster answers. Watches alone do not: a reflector that finds the connection refused tries again
// without a word (k8s.io/client-go/tools/cache/reflector.go, handleWatch).
type reach struct {
	mu      sync.Mutex
	down    error // why the last request was not answered, nil if it was
	changed map[chan struct{}]bool
}

func newReach() *reach { return &reach{changed: map[chan struct{}]bool{}} }

func (r *reach) wrap(next http.RoundTripper) http.RoundTripper { return reachTransport{r, next} }

type reachTransport struct {
	reach *reach
	next  http.RoundTripper
}

func (t reachTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := t.next.RoundTrip(request)
	if err == nil || request.Context().Err() == nil && unreachable(err) {
		t.reach.set(err)
	}
	return response, err //nolint:wrapcheck // it only looks on
}

func (r *reach) set(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	was := r.down
	r.down = err
	if (was == nil) == (err == nil) {
		return
	}
	for changed := range r.changed {
		select {
		case changed <- struct{}{}:
		default: // is told already
		}
	}
}

// Answers tells whether the cluster has answered the last request, as far as is known.
func (c *Cluster) Answers() bool {
	c.reach.mu.Lock()
	defer c.reach.mu.Unlock()
	return c.reach.down == nil
}

// follow calls tell with each change, until ctx ends: with an error when the cluster answers no longer, with nil when it does
// again.
func (r *reach) follow(ctx context.Context, tell func(error)) {
	changed := make(chan struct{}, 1)
	r.mu.Lock()
	r.changed[changed] = true
	r.mu.Unlock()
	defer func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.changed, changed)
	}()
	told := false
	for {
		select {
		case <-ctx.Done():
			return
		case <-changed:
		}
		r.mu.Lock()
		down := r.down
		r.mu.Unlock()
		if told == (down != nil) {
			continue
		}
		told = down != nil
		tell(down)
	}
}
