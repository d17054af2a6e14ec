package cleanup

import (
	"context"
	"errors"
	"fmt"
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
	denied   map[string]error // by namespace
}

// lastAnswers is how long requests that are under way may take when the program is told to stop.
const lastAnswers = 10 * time.Second

// run deletes what is wanted. When ctx ends it sends nothing new, waits for the answers to come, and says how far it came.
func (s *sweep) run(ctx context.Context, wanted []retention.Candidate) error {
	s.counts, s.denied = map[result]int{}, map[string]error{}
	s.progress = newProgress(s.options, len(wanted))
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
	turn := newPace(s.options.Clock)
	var all sync.WaitGroup
	for _, c := range wanted {
		if err := turn.take(ctx); err != nil {
			break
		}
		all.Go(func() { s.one(ctx, sending, turn, c) })
	}
	all.Wait()
	s.progress.end()
	return s.tally(ctx, wanted)
}

// one deletes one Job, as often as the API server is too busy to do it.
func (s *sweep) one(ctx, sending context.Context, turn *pace, c retention.Candidate) {
	for {
		o := s.try(ctx, sending, c)
		busy, again := errors.AsType[*cluster.Busy](o.err)
		if !again {
			turn.done(0)
			s.note(c, o)
			return
		}
		turn.done(busy.After)
		if turn.take(ctx) != nil {
			turn.done(0)
			return
		}
	}
}

func (s *sweep) try(ctx, sending context.Context, c retention.Candidate) outcome {
	s.mu.Lock()
	denied := s.denied[c.Namespace]
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
		if errors.Is(o.err, cluster.ErrForbidden) && s.denied[c.Namespace] == nil {
			s.denied[c.Namespace] = o.err
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

// tally says how far it came.
func (s *sweep) tally(ctx context.Context, wanted []retention.Candidate) error {
	told := 0
	for result, n := range s.counts {
		if result != left {
			told += n
		}
	}
	rest := len(wanted) - told
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
	for namespace := range s.denied {
		n := 0
		for _, c := range wanted {
			if c.Namespace == namespace && s.outcomes[c.UID].result == failed {
				n++
			}
		}
		s.options.note("%d not %s in namespace %q", n, s.options.acted(), namespace)
	}
	switch {
	case rest > 0 && ctx.Err() != nil:
		s.options.note("%v: %s", context.Cause(ctx), text)
		return exit.Silent(exit.Interrupted(ctx))
	case s.options.Output != "name":
		s.options.note("%s", text)
	}
	return nil
}
