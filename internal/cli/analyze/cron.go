package analyze

import (
	"context"
	"fmt"
	"slices"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/analyze/files"
	"github.com/kubectl-job/kubectl-job/job"
)

// cronReport analyses the runs of one CronJob, and the latest that failed.
func (g *gatherer) cronReport(ctx context.Context, name string) (analyze.CronReport, error) {
	g.unread = nil
	none := analyze.CronReport{}
	all, err := g.Cluster.CronJobs(ctx, g.Namespace, "")
	if err != nil {
		return none, err
	}
	i := slices.IndexFunc(all, func(c job.CronJob) bool { return c.Metadata.Name == name })
	if i < 0 {
		if missing := g.Cluster.NamespaceMissing(ctx, g.Namespace); missing != nil {
			return none, missing
		}
		return none, fmt.Errorf("cronjob.batch/%s not found in namespace %q", name, g.Namespace)
	}
	c := all[i]
	jobs, err := g.Cluster.Jobs(ctx, g.Namespace, "")
	if g.unless(err) != nil {
		return none, err
	}
	events, err := g.Cluster.EventsAbout(ctx, g.Namespace, c.Metadata.UID)
	if g.unless(err) != nil {
		return none, err
	}
	var last *analyze.Snapshot
	if j := files.LastFailed(jobs, c); j != nil {
		s, err := g.snapshot(ctx, j.Metadata.Name)
		if g.unless(err) != nil {
			return none, err
		}
		if err == nil {
			last = &s
		}
	}
	r := analyze.OfCron(c, jobs, events, last, g.Clock.Now())
	own := slices.DeleteFunc(jobs, func(j job.Job) bool { return !j.OwnedBy(c.Metadata.UID) })
	r.Usage, err = g.Cluster.Usage(ctx, own)
	if g.unless(err) != nil {
		return none, err
	}
	r.Unread = g.unread
	return r, nil
}
