package cleanup

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/archive"
	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/job/retention"
)

// result is what became of one Job.
type result string

const (
	done    result = "done"    // deleted, or its TTL was set
	gone    result = "gone"    // was not there any more
	changed result = "changed" // is not what it was when it was listed, and was left alone
	failed  result = "failed"
	left    result = "left" // was not come to
)

type outcome struct {
	result result
	err    error
}

// sweep deletes Jobs, several at a time.
type sweep struct {
	options  *Options
	progress *progress
	archive  *archive.Writer // nil without one

	mu       sync.Mutex
	outcomes map[string]outcome // by uid
	counts   map[result]int
	denied   map[place]error
	answered time.Time // when the cluster has last answered
	lost     error     // it answers no longer
}

// place is where the permission to delete may be missing.
type place struct {
	namespace string
	pods      bool
}

func placeOf(c retention.Candidate) place { return place{c.Namespace, c.Pod} }

const (
	// patience is for how long the cluster may give no answer.
	patience = time.Minute
	// knockAgain is after how long it is asked again, then.
	knockAgain = time.Second
)

// lastAnswers is how long requests that are under way may take when the program is told to stop.
const lastAnswers = 10 * time.Second

// run deletes what is wanted. When ctx ends it sends nothing new, waits for the answers to come, and says how far it came.
func (s *sweep) run(ctx context.Context, wanted []retention.Candidate) error {
	s.counts, s.denied, s.answered = map[result]int{}, map[place]error{}, s.options.Clock.Now()
	s.progress = newProgress(ctx, s.options, len(wanted))
	defer s.progress.end()
	sending, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	stop := context.AfterFunc(ctx, func() {
		timer := s.options.Clock.NewTimer(lastAnswers)
		defer timer.Stop()
		select {
		case <-timer.C():
			cancel()
		case <-sending.Done():
		}
	})
	defer stop()
	going, giveUp := context.WithCancelCause(ctx)
	defer giveUp(nil)
	turn := newPace(s.options.Clock)
	var all sync.WaitGroup
	for _, c := range wanted {
		if err := turn.take(going); err != nil {
			break
		}
		all.Go(func() { s.one(going, sending, giveUp, turn, c) })
	}
	all.Wait()
	s.progress.end()
	s.tally(ctx, wanted)
	switch {
	case s.lost != nil:
		return s.lost
	case ctx.Err() != nil && s.rest(wanted) > 0:
		return exit.Silent(exit.Interrupted(ctx))
	default:
		return nil
	}
}

// one deletes one Job, as often as the API server is too busy to do it, or does not answer for a while.
func (s *sweep) one(ctx, sending context.Context, giveUp context.CancelCauseFunc, turn *pace, c retention.Candidate) {
	for {
		o := s.try(ctx, sending, c)
		after, lost, why := s.again(o.err)
		if after == 0 {
			turn.done(0)
			s.note(c, o)
			return
		}
		turn.done(after)
		s.progress.wait(why)
		if lost {
			giveUp(why)
			return
		}
		if turn.take(ctx) != nil {
			return
		}
	}
}

// again says after how long something is worth another try, 0 if it is not, whether to give up, and why it has not come about.
func (s *sweep) again(err error) (after time.Duration, lost bool, why error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.options.Clock.Now()
	if !errors.Is(err, cluster.ErrUnreachable) {
		s.answered = now
		busy, ok := errors.AsType[*cluster.Busy](err)
		if !ok {
			return 0, false, nil
		}
		return busy.After, false, errBusy
	}
	if now.Sub(s.answered) > patience {
		s.lost = err
	}
	return knockAgain, s.lost != nil, err
}

var errBusy = errors.New("the API server is busy, and wants to be asked less often")

func (s *sweep) try(ctx, sending context.Context, c retention.Candidate) outcome {
	s.mu.Lock()
	denied := s.denied[placeOf(c)]
	s.mu.Unlock()
	if denied != nil {
		return outcome{failed, denied}
	}
	err := s.keep(ctx, c)
	if err == nil {
		err = s.act(sending, c)
	}
	switch {
	case err == nil:
		return outcome{done, nil}
	case errors.Is(err, context.Canceled):
		return outcome{left, nil}
	case errors.Is(err, cluster.ErrNotFound), errors.Is(err, cluster.ErrNoNamespace):
		return outcome{gone, nil}
	case errors.Is(err, cluster.ErrChanged):
		return outcome{changed, err}
	default:
		return outcome{failed, err}
	}
}

// keep writes what there is of a Job into the archive.
func (s *sweep) keep(ctx context.Context, c retention.Candidate) error {
	if s.archive == nil {
		return nil
	}
	err := s.options.archive(ctx, s.archive, c)
	if err != nil && ctx.Err() != nil {
		return context.Canceled
	}
	if err != nil && !errors.Is(err, cluster.ErrChanged) && !errors.Is(err, cluster.ErrNotFound) {
		return fmt.Errorf("not deleted, since it could not be archived: %w", err)
	}
	return err
}

func (s *sweep) act(ctx context.Context, c retention.Candidate) error {
	t := cluster.Target{Pod: c.Pod, Namespace: c.Namespace, Name: c.Name, UID: c.UID, ResourceVersion: c.ResourceVersion}
	if c.Active {
		t.ResourceVersion = "" // the controller changes it all the time
	}
	dryRun := s.options.DryRun == arg.DryRunServer
	if ttl := s.options.TTL; ttl != nil {
		return s.options.Cluster.SetTTL(ctx, t, int32(ttl.Seconds()), dryRun) //nolint:gosec // at most maxTTL
	}
	return s.options.Cluster.Delete(ctx, t, dryRun)
}

// note keeps what became of a Job, and says it.
func (s *sweep) note(c retention.Candidate, o outcome) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.outcomes[c.UID] = o
	s.counts[o.result]++
	switch o.result {
	case done:
		s.progress.done(c)
	case gone:
		s.progress.say("%s in namespace %q is gone already", c.Ref(), c.Namespace)
	case changed:
		s.progress.say("left alone: %v (namespace %q)", o.err, c.Namespace)
	case failed:
		if errors.Is(o.err, cluster.ErrForbidden) && s.denied[placeOf(c)] == nil {
			s.denied[placeOf(c)] = o.err
		} else if errors.Is(o.err, cluster.ErrForbidden) {
			break // is told once a namespace
		}
		s.progress.say("error: %s in namespace %q: %v", c.Ref(), c.Namespace, o.err)
	case left:
	}
	s.progress.step()
}

func (s *sweep) failed() int { return s.counts[failed] }

// what names a list of Jobs, of Pods, or of both.
func what(list []retention.Candidate) string {
	jobs := slices.ContainsFunc(list, func(c retention.Candidate) bool { return !c.Pod })
	pods := slices.ContainsFunc(list, func(c retention.Candidate) bool { return c.Pod })
	switch {
	case jobs && pods:
		return "object"
	case pods:
		return "Pod"
	default:
		return "Job"
	}
}

// rest is how many were not come to.
func (s *sweep) rest(wanted []retention.Candidate) int {
	told := 0
	for result, n := range s.counts {
		if result != left {
			told += n
		}
	}
	return len(wanted) - told
}

// tally says how far it came.
func (s *sweep) tally(ctx context.Context, wanted []retention.Candidate) {
	s.refused(wanted)
	rest := s.rest(wanted)
	stopped := rest > 0 && ctx.Err() != nil
	if s.options.Output == "name" && !stopped && s.lost == nil {
		return
	}
	parts := []string{fmt.Sprintf("%s %s", count(s.counts[done], what(wanted)), s.options.acted())}
	if s.options.DryRun == arg.DryRunServer {
		parts[0] += " (server dry run)"
	}
	for _, part := range []struct {
		n    int
		what string
	}{
		{s.counts[gone], "gone already"},
		{s.counts[changed], "left alone, since changed meanwhile"},
		{s.counts[failed], "not " + s.options.acted() + ": see the errors"},
		{rest, "not come to"},
	} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	text := strings.Join(parts, ", ")
	if stopped {
		text = fmt.Sprintf("%v: %s", context.Cause(ctx), text)
	}
	s.options.note("%s", text)
}

// refused says how many were not deleted where the permission is missing.
func (s *sweep) refused(wanted []retention.Candidate) {
	counts := map[place][]retention.Candidate{}
	for _, c := range wanted {
		if s.denied[placeOf(c)] != nil && s.outcomes[c.UID].result == failed {
			counts[placeOf(c)] = append(counts[placeOf(c)], c)
		}
	}
	for _, list := range slices.SortedFunc(maps.Values(counts), func(a, b []retention.Candidate) int {
		return cmp.Or(cmp.Compare(a[0].Namespace, b[0].Namespace), cmp.Compare(a[0].Ref(), b[0].Ref()))
	}) {
		s.options.note("%s not %s in namespace %q", count(len(list), what(list)), s.options.acted(), list[0].Namespace)
	}
}
