// Package calendar says of a CronJob when it ran, when it should have, and when it will run next.
package calendar

import (
	"fmt"
	"iter"
	"slices"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/schedule"
)

// Calendar is the past and the future of a CronJob, as far as its Jobs and events still tell.
type Calendar struct {
	CronJob job.CronJob
	// Zone is where the schedule's clock hangs. Without spec.timeZone that is the zone of kube-controller-manager, which no API
	// tells: UTC is taken for it, as most run in it.
	Zone *time.Location
	// Broken says why the CronJob makes no Jobs at all; empty if it does.
	Broken string
	// Schedule is nil if it could not be read.
	Schedule *schedule.Schedule
	// Runs are the Jobs that still exist, the latest first.
	Runs []Run
	// Missed are times of the schedule for which there is no Job, though no history limit can have deleted it, the latest first:
	// MostMissed of them at most.
	Missed []Missed
	// Overlaps are runs that ran at the same time as an earlier one, the latest first.
	Overlaps []Overlap

	now time.Time
}

// MostMissed is how many missed runs are told at most.
const MostMissed = 100

// Run is a Job that the CronJob made, or somebody made from it.
type Run struct {
	Job       job.Job
	Scheduled time.Time // zero for one made by hand
}

// Manual says that the Job was made by hand.
func (r Run) Manual() bool { return r.Scheduled.IsZero() }

// At is the time by which runs are ordered: that of the schedule or, for one made by hand, of its creation.
func (r Run) At() time.Time {
	if r.Manual() {
		return r.Job.Metadata.CreationTimestamp
	}
	return r.Scheduled
}

// Late is how long after its time the Job was created.
func (r Run) Late() time.Duration {
	if r.Manual() {
		return 0
	}
	return max(r.Job.Metadata.CreationTimestamp.Sub(r.Scheduled), 0)
}

// Missed is a time of the schedule that has no Job.
type Missed struct {
	Scheduled time.Time
	// Why is empty if nothing tells. A Job that somebody deleted leaves no trace, nor does one that its time to live has deleted.
	Why string
	// Due says that the run still comes as soon as it may.
	Due bool
}

// Overlap is a time at which two runs ran.
type Overlap struct {
	Earlier, Later job.Job
	Duration       time.Duration // up to now if both still run
}

// Of makes the calendar of a CronJob from the Jobs of its namespace and, if there are any, the events about it.
func Of(c job.CronJob, jobs []job.Job, events []job.Event, now time.Time) Calendar {
	cal := Calendar{CronJob: c, Zone: time.UTC, now: now}
	cal.read()
	for _, j := range jobs {
		if !owned(j, c) {
			continue
		}
		at, _ := j.Scheduled(c)
		cal.Runs = append(cal.Runs, Run{j, at})
	}
	slices.SortFunc(cal.Runs, func(a, b Run) int { return b.At().Compare(a.At()) })
	cal.overlaps()
	if cal.Schedule != nil {
		cal.missed(events)
	}
	return cal
}

func owned(j job.Job, c job.CronJob) bool {
	return slices.ContainsFunc(j.Metadata.OwnerReferences, func(o job.OwnerReference) bool { return o.UID == c.Metadata.UID })
}

// read reads the schedule as the controller does.
func (c *Calendar) read() {
	spec := c.CronJob.Spec
	if spec.TimeZone != nil {
		zone, err := time.LoadLocation(*spec.TimeZone)
		if err != nil {
			c.Broken = fmt.Sprintf("time zone %q is not known here", *spec.TimeZone)
			return
		}
		c.Zone = zone
	}
	if c.Schedule = schedule.New(spec.Schedule, c.Zone, c.now); c.Schedule == nil {
		c.Broken = fmt.Sprintf("schedule %q cannot be read", spec.Schedule)
		return
	}
	if zone := c.Schedule.Zone(); zone != nil {
		c.Zone = zone
	}
	if c.Schedule.Never() {
		c.Broken = fmt.Sprintf("no date fits the schedule %q", spec.Schedule)
	}
}

// Next are the next runs, n at most: none while the CronJob is suspended, or deleted.
func (c *Calendar) Next(n int) []time.Time {
	if c.Broken != "" || c.CronJob.Spec.Suspended() || !c.CronJob.Metadata.DeletionTimestamp.IsZero() {
		return nil
	}
	return first(n, c.Schedule.After(c.now, c.last()))
}

// last is the run from which the controller counts on: the last one, or else the creation.
func (c *Calendar) last() time.Time {
	if last := c.CronJob.Status.LastScheduleTime; !last.IsZero() {
		return last
	}
	return c.CronJob.Metadata.CreationTimestamp
}

func first(n int, times iter.Seq[time.Time]) []time.Time {
	var list []time.Time
	for t := range times {
		if len(list) == n {
			break
		}
		list = append(list, t)
	}
	return list
}

// Last is the latest run that the schedule made; nil if none is left.
func (c *Calendar) Last() *Run {
	for i := range c.Runs {
		if !c.Runs[i].Manual() {
			return &c.Runs[i]
		}
	}
	return nil
}

// overlaps compares each run with the one before it that ended last.
func (c *Calendar) overlaps() {
	var before *job.Job
	byStart := slices.Clone(c.Runs)
	byStart = slices.DeleteFunc(byStart, func(r Run) bool { return r.Job.Status.StartTime.IsZero() })
	slices.SortFunc(byStart, func(a, b Run) int { return a.Job.Status.StartTime.Compare(b.Job.Status.StartTime) })
	for i := range byStart {
		this := &byStart[i].Job
		if before != nil && c.end(before).After(this.Status.StartTime) {
			until := c.end(before)
			if own := c.end(this); own.Before(until) {
				until = own
			}
			c.Overlaps = append(c.Overlaps, Overlap{*before, *this, until.Sub(this.Status.StartTime)})
		}
		if before == nil || c.end(this).After(c.end(before)) {
			before = this
		}
	}
	slices.Reverse(c.Overlaps)
}

// end is when a Job ended; now if it has not.
func (c *Calendar) end(j *job.Job) time.Time {
	if at := j.FinishedAt(); !at.IsZero() {
		return at
	}
	return c.now
}
