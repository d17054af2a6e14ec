package analyze

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/analyze"
)

// mostReports is how many Jobs of files get a report each, if none is named; more are shown as a fleet.
const mostReports = 10

// fromFiles analyses what files hold.
func (o *Options) fromFiles(ctx context.Context) (result, error) {
	var found result
	objects, err := o.load(ctx)
	if err != nil {
		return found, err
	}
	now := o.timeOf(objects)
	snapshots := objects.Snapshots(now)
	for _, name := range o.Jobs {
		if !slices.ContainsFunc(snapshots, func(s analyze.Snapshot) bool { return s.Job.Metadata.Name == name }) {
			return found, fmt.Errorf("job.batch/%s is not in %s", name, strings.Join(o.Files, ", "))
		}
	}
	named := len(o.Jobs)+len(o.CronJobs) > 0
	if !named && len(snapshots) > mostReports {
		found.Fleet = analyze.NewFleet(now)
		for _, s := range snapshots {
			found.Fleet.Add(s)
		}
		found.Fleet.Finish()
	} else {
		for _, s := range snapshots {
			if named && !slices.Contains(o.Jobs, s.Job.Metadata.Name) {
				continue
			}
			r := analyze.Of(s)
			if o.Events {
				r.Events = analyze.EventLines(s)
			}
			found.Jobs = append(found.Jobs, r)
		}
	}
	return found, o.cronJobsOf(objects, snapshots, now, named, &found)
}

func (o *Options) cronJobsOf(objects *analyze.Objects, snapshots []analyze.Snapshot, now time.Time, named bool, found *result) error {
	for _, c := range objects.CronJobs {
		if named && !slices.Contains(o.CronJobs, c.Metadata.Name) {
			continue
		}
		var last *analyze.Snapshot
		if j := lastFailed(objects.Jobs, c); j != nil {
			i := slices.IndexFunc(snapshots, func(s analyze.Snapshot) bool { return s.Job.Metadata.UID == j.Metadata.UID })
			last = &snapshots[i]
		}
		found.CronJobs = append(found.CronJobs, analyze.OfCron(c, objects.Jobs, objects.Events, last, now))
	}
	for _, name := range o.CronJobs {
		if !slices.ContainsFunc(found.CronJobs, func(c analyze.CronReport) bool { return c.Name == name }) {
			return fmt.Errorf("cronjob.batch/%s is not in %s", name, strings.Join(o.Files, ", "))
		}
	}
	return nil
}

// stale is how old the newest news of files is from which on it counts as their time: a file may be analysed days after it was
// written, and what it tells of then waits no longer.
const stale = time.Hour

func (o *Options) timeOf(objects *analyze.Objects) time.Time {
	now := o.Clock.Now()
	if latest := objects.Latest(); !latest.IsZero() && now.Sub(latest) > stale {
		return latest.In(now.Location())
	}
	return now
}
