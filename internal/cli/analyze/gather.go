package analyze

import (
	"context"
	"errors"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/analyze/files"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/jobspec"
	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// gatherer reads what there is about Jobs. What may not be read is told, and the rest is analysed.
type gatherer struct {
	*Options

	unread []string
	linter *lint.Linter
}

// unless takes an error for what it is, unless it says that something may not be read, or is not there.
func (g *gatherer) unless(err error) error {
	switch {
	case errors.Is(err, cluster.ErrForbidden):
		if text := firstLine(err.Error()); !slices.Contains(g.unread, text) {
			g.unread = append(g.unread, text)
		}
		return nil
	case errors.Is(err, cluster.ErrNotFound):
		return nil
	default:
		return err
	}
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// report analyses one Job.
func (g *gatherer) report(ctx context.Context, name string) (analyze.Report, error) {
	g.unread = nil
	s, err := g.snapshot(ctx, name)
	if err != nil {
		return analyze.Report{}, err
	}
	r := analyze.Of(s)
	if g.Events {
		r.Events = analyze.EventLines(s)
	}
	r.Unread = g.unread
	return r, nil
}

func (g *gatherer) snapshot(ctx context.Context, name string) (s analyze.Snapshot, err error) {
	object, err := g.Cluster.JobObject(ctx, g.Namespace, name)
	if err != nil {
		if errors.Is(err, cluster.ErrNotFound) {
			if missing := g.Cluster.NamespaceMissing(ctx, g.Namespace); missing != nil {
				err = missing
			}
		}
		return s, err
	}
	if s.Job, err = jobspec.Lean(object); err != nil {
		return s, err
	}
	if g.Lint {
		s.Lint = g.lint(ctx, object)
	}
	for _, step := range []func(context.Context, *analyze.Snapshot) error{g.pods, g.events, g.nodes, g.quotas, g.claims, g.leader, g.logs} {
		if err := g.unless(step(ctx, &s)); err != nil {
			return s, err
		}
	}
	s.Now = g.Clock.Now()
	return s, nil
}

func (g *gatherer) pods(ctx context.Context, s *analyze.Snapshot) (err error) {
	s.Pods, s.Orphans, err = g.Cluster.PodsOf(ctx, s.Job)
	return err
}

// events are those about the Job and its Pods, also those Pods that are gone.
func (g *gatherer) events(ctx context.Context, s *analyze.Snapshot) (err error) {
	m := s.Job.Metadata
	if s.Events, err = g.Cluster.EventsAbout(ctx, m.Namespace, m.UID); err != nil {
		return err
	}
	uids, gone := map[string]bool{}, analyze.GonePods(*s)
	for _, p := range s.Pods {
		uids[p.Metadata.UID] = true
	}
	if len(uids)+len(gone) == 0 {
		return nil
	}
	more, err := g.Cluster.EventsOfPods(ctx, m.Namespace, func(about job.ObjectReference) bool { return uids[about.UID] || gone[about.Name] })
	s.Events = append(s.Events, more...)
	return err
}

// fewNodes is how many nodes are read one by one.
const fewNodes = 10

// nodes are all if a Pod has none, to see why, and else those of Pods that have not ended.
func (g *gatherer) nodes(ctx context.Context, s *analyze.Snapshot) (err error) {
	names := map[string]bool{}
	for _, p := range s.Pods {
		if p.Status.Phase == "Succeeded" || p.Status.Phase == "Failed" {
			continue
		}
		if names[p.Spec.NodeName] = true; p.Spec.NodeName == "" || len(names) > fewNodes {
			s.AllNodes = true
			s.Nodes, err = g.Cluster.Nodes(ctx)
			return err
		}
	}
	for name := range names {
		n, err := g.Cluster.Node(ctx, name)
		if err != nil {
			return err
		}
		s.Nodes = append(s.Nodes, n)
	}
	return nil
}

func (g *gatherer) quotas(ctx context.Context, s *analyze.Snapshot) (err error) {
	if slices.ContainsFunc(s.Events, func(e job.Event) bool { return e.Reason == "FailedCreate" && strings.Contains(e.Message, "quota") }) {
		s.Quotas, err = g.Cluster.Quotas(ctx, s.Job.Metadata.Namespace)
	}
	return err
}

// claims are those of Pods that have no node yet, with the events about them.
func (g *gatherer) claims(ctx context.Context, s *analyze.Snapshot) (err error) {
	var names []string
	for _, p := range s.Pods {
		if p.Spec.NodeName != "" {
			continue
		}
		for _, name := range p.Spec.Claims() {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	if s.Claims, err = g.Cluster.Claims(ctx, s.Job.Metadata.Namespace, names); err != nil {
		return err
	}
	for _, c := range s.Claims {
		events, err := g.Cluster.EventsAbout(ctx, c.Metadata.Namespace, c.Metadata.UID)
		if err != nil {
			return err
		}
		s.Events = append(s.Events, events...)
	}
	return nil
}

// leader is asked for where the Job controller seems to do nothing.
func (g *gatherer) leader(ctx context.Context, s *analyze.Snapshot) (err error) {
	if s.Job.Finished() || s.Job.Spec.Suspended() || s.Job.Spec.ManagedBy != "" && s.Job.Spec.ManagedBy != "kubernetes.io/job-controller" {
		return nil
	}
	running := 0
	for _, p := range s.Pods {
		if p.Status.Phase == "Pending" || p.Status.Phase == "Running" {
			running++
		}
	}
	if wanted := s.Job.Spec.Parallelism; s.Job.Status.StartTime.IsZero() || running == 0 || wanted != nil && running < int(*wanted) {
		s.Leader, err = g.Cluster.Leader(ctx)
	}
	return err
}

// mostLogs is of how many Pods the ends of logs are shown.
const mostLogs = 5

// logs are the last lines of containers that failed, of the latest Pods.
func (g *gatherer) logs(ctx context.Context, s *analyze.Snapshot) error {
	if g.Logs == 0 {
		return nil
	}
	shown := 0
	for _, p := range slices.Backward(job.InOrder(s.Pods)) {
		if shown == mostLogs {
			return nil
		}
		found := false
		for _, source := range cluster.LogSources(p) {
			if !failedRun(p, source) {
				continue
			}
			found = true
			l := analyze.Log{Pod: source.Pod, Container: source.Container, Restart: source.Restart}
			var err error
			l.Lines, err = g.Cluster.TailLog(ctx, source, int64(g.Logs))
			if errors.Is(err, cluster.ErrLogLost) {
				l.Lost, err = "the cluster no longer has this log", nil
			}
			if err != nil {
				return err
			}
			s.Logs = append(s.Logs, l)
		}
		if found {
			shown++
		}
	}
	return nil
}

// failedRun tells whether this run of a container ended with an exit code other than 0.
func failedRun(p job.Pod, source cluster.LogSource) bool {
	for _, c := range slices.Concat(p.Status.InitContainerStatuses, p.Status.ContainerStatuses) {
		if c.Name != source.Container {
			continue
		}
		if t := c.State.Terminated; t != nil && source.Restart == c.RestartCount {
			return t.ExitCode != 0
		}
		if t := c.LastState.Terminated; t != nil && source.Restart == c.LastRun() {
			return t.ExitCode != 0
		}
	}
	return false
}

// lint is what the linter finds in a Job as it is in the cluster.
func (g *gatherer) lint(ctx context.Context, object *unstructured.Unstructured) []analyze.Lint {
	if g.linter == nil {
		version := schema.Newest
		if text, err := g.Cluster.ServerVersion(ctx); err == nil {
			if v, err := schema.ParseVersion(text); err == nil || errors.Is(err, schema.ErrUnsupported) {
				version = v.Clamp()
			}
		}
		g.linter = lint.New(lint.Options{Version: version, Now: g.Clock.Now()})
	}
	return files.LintOf(g.linter, object.Object)
}
