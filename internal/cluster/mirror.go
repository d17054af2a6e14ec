package cluster

import (
	"context"
	"fmt"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/tools/cache"
)

// mirror holds the objects of one watch as they are in the cluster, and tells of each change. It tells while the news is taken
// in, and not through a queue as an informer does: that is sooner, takes less memory, and a reader that is slow slows down the
// watch.
type mirror struct {
	objects cache.Indexer
	do      changes
	ctx     context.Context //nolint:containedctx // a cache.ReflectorStore is given none
	first   sync.Once
	listed  chan struct{} // closed when all that there was at first has been told
}

func newMirror(ctx context.Context, indexers cache.Indexers, do changes) *mirror {
	return &mirror{objects: cache.NewIndexer(cache.MetaNamespaceKeyFunc, indexers), do: do, ctx: ctx, listed: make(chan struct{})}
}

// Add takes in an object that is new, or that is known.
func (m *mirror) Add(o any) error { return m.Update(o) }

// Update takes in an object as it is now.
func (m *mirror) Update(o any) error {
	o, err := slim(o)
	if err != nil {
		return err
	}
	old, known, err := m.objects.Get(o)
	if err != nil {
		return fmt.Errorf("watched object: %w", err)
	}
	if err := m.objects.Update(o); err != nil {
		return fmt.Errorf("watched object: %w", err)
	}
	if !known {
		old = nil
	}
	m.do.onChange(m.ctx, old, o)
	return nil
}

// Delete takes in that an object is gone; o is its last state.
func (m *mirror) Delete(o any) error {
	o, err := slim(o)
	if err != nil {
		return err
	}
	if err := m.objects.Delete(o); err != nil {
		return fmt.Errorf("watched object: %w", err)
	}
	m.do.onDelete(o)
	return nil
}

// Replace takes in a list of all objects: what is not in it is gone.
func (m *mirror) Replace(list []any, _ string) error {
	there := map[string]bool{}
	for _, o := range list {
		key, err := cache.MetaNamespaceKeyFunc(o)
		if err != nil {
			return fmt.Errorf("watched object: %w", err)
		}
		there[key] = true
	}
	for _, key := range m.objects.ListKeys() {
		if there[key] {
			continue
		}
		if last, known, _ := m.objects.GetByKey(key); known { // it fails for no key
			if err := m.Delete(last); err != nil {
				return err
			}
		}
	}
	for _, o := range list {
		if err := m.Update(o); err != nil {
			return err
		}
	}
	m.first.Do(func() { close(m.listed) })
	return nil
}

// Resync has nothing to do: nothing is told twice.
func (m *mirror) Resync() error { return nil }

// Transformer is applied to objects before a list is complete, so that it takes little memory.
func (m *mirror) Transformer() cache.TransformFunc { return slim }

// hasListed waits until all that there was at first has been told; it is false if ctx ends before.
func (m *mirror) hasListed(ctx context.Context) bool {
	select {
	case <-m.listed:
		return true
	case <-ctx.Done():
		return false
	}
}

// pauses are those between two tries to watch, as the reflectors of client-go make them (tools/cache/reflector.go).
func (c *Cluster) pauses() wait.DelayFunc {
	return wait.Backoff{Duration: 800 * time.Millisecond, Cap: 30 * time.Second, Steps: 10, Factor: 2, Jitter: 1}.DelayWithReset(c.clock, 2*time.Minute)
}
