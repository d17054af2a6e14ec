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
	watching, stop := context.WithCancel(ctx)
	defer stop()
	following, cancel := context.WithCancelCause(ctx)
	defer cancel(context.Canceled)
	m := &many{selection: s, options: o, followed: map[string]*followed{}, broken: map[string]bool{}, refused: Refusals{}, cancel: cancel}
	return m.run(following, o.Cluster.WatchJobs(watching, s.Selection))
}

// many follows several Jobs.
type many struct {
	selection Selection
	options   Options
	cancel    context.CancelCauseFunc

	followed map[string]*followed // by uid; those that are left out are nil
	order    []*followed
	listed   bool
	broken   map[string]bool
	refused  Refusals
}

// followed is one Job of several.
type followed struct {
	job     job.Job
	pods    map[string]job.Pod // as they were when the following began
	begun   bool
	updates chan cluster.Update
	done    chan struct{} // closed when its following has ended
	end     End
}

func (m *many) run(ctx context.Context, updates <-chan cluster.JobUpdate) ([]End, error) {
	ended := make(chan *followed)
	var all sync.WaitGroup
	defer all.Wait()
	left := 0
	begin := func(f *followed) {
		left++
		f.begun = true
		all.Go(func() {
			f.end = m.follow(ctx, f)
			close(f.done)
			select {
			case ended <- f:
			case <-ctx.Done():
			}
		})
	}
	for {
		if m.listed && left == 0 {
			return m.ends(), nil
		}
		select {
		case <-ctx.Done():
			all.Wait()
			return m.ends(), context.Cause(ctx)
		case <-m.options.Output.Broken():
			m.cancel(writeError(m.options.Output))
			all.Wait()
			return m.ends(), writeError(m.options.Output)
		case f := <-ended:
			left--
			if m.selection.Any && f.end.Reached {
				m.cancel(ErrAny)
				all.Wait()
				return []End{f.end}, nil
			}
		case u, open := <-updates:
			if !open {
				continue // ctx has ended
			}
			if err := m.take(ctx, u, begin); err != nil {
				m.cancel(err)
				return m.ends(), err
			}
		}
	}
}

// take passes news on to the Job that it is about.
func (m *many) take(ctx context.Context, u cluster.JobUpdate, begin func(*followed)) error {
	f, known := m.followed[u.Of]
	m.recovered(u.Update)
	switch {
	case u.Problem != nil:
		return m.problem(*u.Problem)
	case u.Listed:
		return m.list(begin)
	case !known && u.Job != nil:
		m.add(*u.Job, begin)
	case f == nil: // left out, or not known
	case !f.begun:
		f.early(u.Update)
	default:
		f.pass(ctx, u.Update)
	}
	return nil
}

func (f *followed) pass(ctx context.Context, u cluster.Update) {
	select {
	case f.updates <- u:
	case <-f.done:
	case <-ctx.Done():
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

func (m *many) add(j job.Job, begin func(*followed)) {
	if m.listed && len(m.selection.Expected) > 0 {
		m.followed[j.Metadata.UID] = nil // has the name of one that was followed
		return
	}
	if j.Finished() && !m.selection.Finished {
		m.followed[j.Metadata.UID] = nil
		return
	}
	f := &followed{job: j, pods: map[string]job.Pod{}, updates: make(chan cluster.Update), done: make(chan struct{})}
	m.followed[j.Metadata.UID] = f
	m.order = append(m.order, f)
	if m.listed {
		begin(f)
	}
}

// list begins to follow what there is.
func (m *many) list(begin func(*followed)) error {
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
		begin(f)
	}
	return nil
}

// follow stays with one Job.
func (m *many) follow(ctx context.Context, f *followed) End {
	o := m.options
	o.Feed = &Feed{Updates: f.updates}
	for _, p := range f.pods {
		o.Feed.Pods = append(o.Feed.Pods, p)
	}
	result, err := Job(ctx, f.job, o)
	return End{Result: result, Err: err}
}

func (m *many) ends() []End {
	var ends []End
	for _, f := range m.order {
		select {
		case <-f.done:
			ends = append(ends, f.end)
		default:
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
		m.over(p.Resource)
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
	m.over(resource)
	if m.broken[cluster.WholeCluster] && m.options.Cluster.Answers() { // the news was faster than this one
		m.over(cluster.WholeCluster)
	}
}

func (m *many) over(resource string) {
	if m.broken[resource] {
		delete(m.broken, resource)
		m.options.tell(job.Job{}, Event{Type: TroubleOver}, term.Good, "the %s can be seen again", resource)
	}
}
