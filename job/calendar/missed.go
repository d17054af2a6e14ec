package calendar

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// lookBack is how far back missed runs are looked for.
const lookBack = 90 * 24 * time.Hour

// reaction is how long the controller may take to make a Job before its time counts as missed.
const reaction = 30 * time.Second

// missed looks for times of the schedule that have no Job.
func (c *Calendar) missed(events []job.Event) {
	have := map[int64]bool{}
	for _, r := range c.Runs {
		have[r.Scheduled.Unix()] = true
	}
	from, until := c.complete(), c.now.Add(-reaction)
	if c.CronJob.Spec.Suspended() {
		// Since when it is, nothing tells; what it ran before, does.
		until = earlier(until, c.CronJob.Status.LastScheduleTime)
	}
	var times []time.Time
	for t := range c.Schedule.After(from, from) {
		if t.After(until) {
			break
		}
		if have[t.Unix()] {
			continue
		}
		if times = append(times, t); len(times) > MostMissed {
			times = times[1:]
		}
	}
	for i, t := range slices.Backward(times) {
		end := c.now
		if i+1 < len(times) {
			end = times[i+1]
		}
		m := Missed{Scheduled: t, Why: c.why(t, end, events)}
		m.Due = i == len(times)-1 && t.After(c.CronJob.Status.LastScheduleTime) && c.waits(t)
		c.Missed = append(c.Missed, m)
	}
}

// complete is the time since which no history limit can have deleted a Job: the controller deletes the oldest of the complete and
// of the failed ones beyond the limits (pkg/controller/cronjob/cronjob_controllerv2.go, cleanupFinishedJobs).
func (c *Calendar) complete() time.Time {
	since := later(c.CronJob.Metadata.CreationTimestamp, c.now.Add(-lookBack))
	for _, r := range c.Runs {
		if !r.Manual() && !c.fits(r.Scheduled) {
			since = later(since, r.Scheduled) // the schedule was another one
		}
	}
	spec := c.CronJob.Spec
	for state, limit := range map[job.State]int{job.StateComplete: spec.KeepsComplete(), job.StateFailed: spec.KeepsFailed()} {
		var kept []Run
		for _, r := range c.Runs {
			if r.Job.State() == state {
				kept = append(kept, r)
			}
		}
		switch {
		case limit == 0:
			// None is left to tell.
			since = later(since, c.CronJob.Status.LastScheduleTime)
		case len(kept) >= limit:
			since = later(since, kept[limit-1].At())
		}
	}
	if ttl := spec.JobTemplate.Spec.TTLSecondsAfterFinished; ttl != nil {
		since = later(since, c.CronJob.Status.LastScheduleTime)
	}
	// A @every is counted from the last run, so that what was before it is not known.
	if c.Schedule.Every > 0 {
		since = later(since, c.CronJob.Status.LastScheduleTime)
	}
	return since
}

// fits tells whether a time is one of the schedule.
func (c *Calendar) fits(t time.Time) bool {
	return slices.ContainsFunc(first(1, c.Schedule.After(t.Add(-time.Second), t.Add(-c.Schedule.Every))), t.Equal)
}

// why tells why a run did not come, from the events until the next one, or from the runs.
func (c *Calendar) why(at, next time.Time, events []job.Event) string {
	if busy := c.busy(at); busy != "" {
		return busy
	}
	for _, e := range events {
		if e.InvolvedObject.UID != c.CronJob.Metadata.UID || e.Time().Before(at) || firstSeen(e).After(next) {
			continue
		}
		switch e.Reason {
		case "JobAlreadyActive":
			return "the run before it was not over (concurrencyPolicy Forbid)"
		case "MissSchedule":
			if strings.HasSuffix(e.Message, at.UTC().Format(time.RFC1123Z)) {
				return fmt.Sprintf("it could not start within startingDeadlineSeconds (%d)", value(c.CronJob.Spec.StartingDeadlineSeconds))
			}
		case "FailedCreate":
			return e.Message
		case "TooManyMissedTimes", "UnknownTimeZone":
			return e.Reason + ": " + e.Message
		}
	}
	return ""
}

// busy names the run that was in the way.
func (c *Calendar) busy(at time.Time) string {
	if c.CronJob.Spec.ConcurrencyPolicy != "Forbid" {
		return ""
	}
	for _, r := range c.Runs {
		if r.At().Before(at) && c.end(&r.Job).After(at) {
			return fmt.Sprintf("%s was not over (concurrencyPolicy Forbid)", r.Job.Metadata.Name)
		}
	}
	return ""
}

// waits tells whether a missed run comes as soon as the one before it is over.
func (c *Calendar) waits(at time.Time) bool {
	if c.CronJob.Spec.ConcurrencyPolicy != "Forbid" || c.CronJob.Spec.Suspended() {
		return false
	}
	if s := c.CronJob.Spec.StartingDeadlineSeconds; s != nil && at.Add(time.Duration(*s)*time.Second).Before(c.now) {
		return false
	}
	return slices.ContainsFunc(c.Runs, func(r Run) bool { return !r.Job.Finished() && r.At().Before(at) })
}

// firstSeen is when an event was seen first.
func firstSeen(e job.Event) time.Time {
	if !e.FirstTimestamp.IsZero() {
		return e.FirstTimestamp
	}
	return e.Time()
}

func value(p *int64) int64 {
	if p == nil {
		return 0
	}
	return *p
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

func earlier(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}
