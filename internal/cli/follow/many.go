package follow

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// ErrAny is the cause of following that has ended because one of several Jobs has come to what was waited for.
var ErrAny = errors.New("another Job was first")

// Selection says which Jobs are followed.
type Selection struct {
	cluster.Selection

	Expected []string // names that have to be there from the beginning
	Finished bool     // follow those that have finished already, too
	Any      bool     // end with the first that comes to what is waited for
}

// End is how following one of several Jobs has ended.
type End struct {
	Result

	Err error // of the following; its Result is then that of the last sight
}

// Jobs follows the Jobs of a selection side by side, until all that there were at the beginning, and those that came
// meanwhile, have come to what is waited for. The ends come in the order in which the Jobs were first seen.
func Jobs(ctx context.Context, s Selection, o Options) ([]End, error) {
	following, cancel := context.WithCancelCause(ctx)
	defer cancel(context.Canceled)
	m := &many{
		selection: s, options: o, cancel: cancel, followed: map[string]*followed{}, broken: map[string]bool{}, refused: Refusals{},
		changed: make(chan struct{}, 1),
	}
	go o.Cluster.WatchJobs(following, s.Selection, func(u cluster.JobUpdate) { m.hear(following, u) })
	return m.run(following)
}

// many follows several Jobs.
type many struct {
	selection Selection
	options   Options
	cancel    context.CancelCauseFunc
	running   sync.WaitGroup
	changed   chan struct{} // asks run to look again

	mu       sync.Mutex
	followed map[string]*followed // by uid; those that are left out are nil
	order    []*followed
	left     int       // of those that are followed
	first    *followed // that came to what is waited for
	listed   bool
	closed   bool // nothing is taken in any more
	failed   error
	broken   map[string]bool
	refused  Refusals
}

// run waits until there is nothing more to follow.
func (m *many) run(ctx context.Context) ([]End, error) {
	for {
		if ends, over, err := m.over(); over {
			return ends, err
		}
		select {
		case <-ctx.Done():
			return m.finish(), context.Cause(ctx)
		case <-m.options.Output.Broken():
			m.cancel(writeError(m.options.Output))
			return m.finish(), writeError(m.options.Output)
		case <-m.changed:
		}
	}
}

// over tells whether it has come to an end, and which.
func (m *many) over() (ends []End, over bool, err error) {
	m.mu.Lock()
	failed, first, done := m.failed, m.first, m.listed && m.left == 0
	m.mu.Unlock()
	switch {
	case failed != nil:
		m.cancel(failed)
		return m.finish(), true, failed
	case m.selection.Any && first != nil:
		m.cancel(ErrAny)
		m.finish()
		return []End{first.end}, true, nil
	case done:
		return m.finish(), true, nil
	default:
		return nil, false, nil
	}
}

// finish takes no more news, and waits until the followers have ended.
func (m *many) finish() []End {
	m.mu.Lock()
	m.closed = true
	m.mu.Unlock()
	m.running.Wait()
	return m.ends()
}

func (m *many) look() {
	select {
	case m.changed <- struct{}{}:
	default: // will look anyway
	}
}

// begin follows a Job. The caller holds the lock.
func (m *many) begin(ctx context.Context, f *followed) {
	m.left++
	f.begin(ctx, m.options)
	m.running.Go(func() {
		f.attend(ctx)
		m.mu.Lock()
		m.left--
		if f.end.Reached && m.first == nil {
			m.first = f
		}
		m.mu.Unlock()
		m.look()
	})
}

// hear takes in news, one piece at a time.
func (m *many) hear(ctx context.Context, u cluster.JobUpdate) {
	if f := m.take(ctx, u); f != nil {
		f.hear(ctx, u.Update)
	}
}

// take takes in what is news for all, and returns the Job that is told of the rest.
func (m *many) take(ctx context.Context, u cluster.JobUpdate) *followed {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil
	}
	f, known := m.followed[u.Of]
	m.recovered(u.Update)
	switch {
	case u.Problem != nil:
		m.fail(m.problem(*u.Problem))
	case u.Listed:
		m.fail(m.list(ctx))
	case !known && u.Job != nil:
		m.add(ctx, *u.Job)
	case f == nil: // left out, or not known
	case f.follower == nil:
		f.early(u.Update)
	default:
		return f
	}
	return nil
}

// fail ends it all, unless err is nil.
func (m *many) fail(err error) {
	if err != nil && m.failed == nil {
		m.failed = err
	}
	m.look()
}

func (m *many) add(ctx context.Context, j job.Job) {
	if m.listed && len(m.selection.Expected) > 0 {
		m.followed[j.Metadata.UID] = nil // has the name of one that was followed
		return
	}
	if j.Finished() && !m.selection.Finished {
		m.followed[j.Metadata.UID] = nil
		return
	}
	f := newFollowed(j)
	m.followed[j.Metadata.UID] = f
	m.order = append(m.order, f)
	if m.listed {
		m.begin(ctx, f)
	}
}

// list begins to follow what there is.
func (m *many) list(ctx context.Context) error {
	there := map[string]bool{}
	for _, f := range m.order {
		there[f.job.Metadata.Name] = true
	}
	for _, name := range m.selection.Expected {
		if !there[name] {
			return fmt.Errorf("job.batch/%s not found in namespace %q", name, m.selection.Namespace)
		}
	}
	m.listed = true
	slices.SortStableFunc(m.order, func(a, b *followed) int {
		return cmp.Or(a.job.Metadata.CreationTimestamp.Compare(b.job.Metadata.CreationTimestamp), cmp.Compare(a.job.Metadata.Name, b.job.Metadata.Name))
	})
	for _, f := range m.order {
		m.begin(ctx, f)
	}
	return nil
}

func (m *many) ends() []End {
	var ends []End
	for _, f := range m.order {
		if closed(f.done) {
			ends = append(ends, f.end)
		} else {
			ends = append(ends, End{Result: Result{Job: f.job}, Err: context.Canceled})
		}
	}
	return ends
}

// problem tells once for all Jobs that a watch does not work. Without the Jobs themselves nothing can be followed.
func (m *many) problem(p cluster.Problem) error {
	needed := p.Resource == "jobs" || p.Resource == "pods" && m.options.Logs
	if p.Lasting() && needed {
		if m.refused.Before(p.Resource, m.options.Clock.Now()) {
			return p.Err
		}
		return nil
	}
	switch {
	case p.Err == nil:
		m.back(p.Resource)
	case !m.broken[p.Resource]:
		m.broken[p.Resource] = true
		m.options.tell(job.Job{}, Event{Type: TroubleSeen}, term.Warn, "lost sight of the %s, trying again: %v", p.Resource, p.Err)
	}
	return nil
}

// recovered tells that a watch works again.
func (m *many) recovered(u cluster.Update) {
	resource := "events"
	switch {
	case len(m.broken) == 0 || u.Problem != nil:
		return
	case u.Job != nil || u.JobGone:
		resource = "jobs"
	case u.Pod != nil || u.PodGone != nil:
		resource = "pods"
	}
	m.back(resource)
	if m.broken[cluster.WholeCluster] && m.options.Cluster.Answers() { // the news was faster than this one
		m.back(cluster.WholeCluster)
	}
}

func (m *many) back(resource string) {
	if m.broken[resource] {
		delete(m.broken, resource)
		m.options.tell(job.Job{}, Event{Type: TroubleOver}, term.Good, "the %s can be seen again", resource)
	}
}
