package cron

import (
	"encoding/json"
	"fmt"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/calendar"
)

// document is the output for programs. Times are RFC 3339, durations are in seconds. New fields may come; none goes or changes.
type document struct {
	CronJobs []entry `json:"cronJobs"`
}

type entry struct {
	Namespace         string      `json:"namespace"`
	Name              string      `json:"name"`
	Schedule          string      `json:"schedule"`
	TimeZone          string      `json:"timeZone"`        // in which the runs are told
	TimeZoneAssumed   bool        `json:"timeZoneAssumed"` // spec.timeZone is not set
	Suspended         bool        `json:"suspended"`
	ConcurrencyPolicy string      `json:"concurrencyPolicy"`
	Problem           string      `json:"problem,omitempty"` // why it makes no Jobs
	Next              []time.Time `json:"next"`
	Runs              []runEntry  `json:"runs"`
	Missed            []missed    `json:"missed"`
	Overlaps          []overlap   `json:"overlaps"`
	TwiceOn           []string    `json:"twiceOn"`
	SkippedOn         []string    `json:"skippedOn"`
}

type runEntry struct {
	Job       string     `json:"job"`
	UID       string     `json:"uid"`
	Manual    bool       `json:"manual"`
	Scheduled *time.Time `json:"scheduled,omitempty"`
	Created   time.Time  `json:"created"`
	Started   *time.Time `json:"started,omitempty"`
	Finished  *time.Time `json:"finished,omitempty"`
	State     string     `json:"state"`
	Reason    string     `json:"reason,omitempty"`
	Duration  float64    `json:"durationSeconds"`
}

type missed struct {
	Scheduled time.Time `json:"scheduled"`
	Why       string    `json:"why,omitempty"`
	Due       bool      `json:"due"` // it still comes
}

type overlap struct {
	Earlier  string  `json:"earlier"`
	Later    string  `json:"later"`
	Duration float64 `json:"durationSeconds"`
}

func (o *Options) document(calendars []calendar.Calendar) error {
	d := document{CronJobs: []entry{}}
	for _, c := range calendars {
		d.CronJobs = append(d.CronJobs, o.entry(c))
	}
	text, err := json.MarshalIndent(d, "", "  ")
	if err == nil && o.Output == "yaml" {
		text, err = yaml.JSONToYAML(text)
	}
	if err != nil {
		return fmt.Errorf("-o %s: %w", o.Output, err)
	}
	if o.Output == "json" {
		text = append(text, '\n')
	}
	return o.write(text)
}

func (o *Options) entry(c calendar.Calendar) entry {
	spec := c.CronJob.Spec
	e := entry{
		Namespace: c.CronJob.Metadata.Namespace, Name: c.CronJob.Metadata.Name, Schedule: spec.Schedule,
		TimeZone: c.Zone.String(), TimeZoneAssumed: assumed(c), Suspended: spec.Suspended(), ConcurrencyPolicy: spec.ConcurrencyPolicy,
		Problem: c.Broken, Next: orEmpty(c.Next(o.nexts())), Runs: []runEntry{}, Missed: []missed{}, Overlaps: []overlap{}, TwiceOn: []string{}, SkippedOn: []string{},
	}
	for _, r := range c.Runs {
		e.Runs = append(e.Runs, o.runEntry(r))
	}
	for _, m := range c.Missed {
		e.Missed = append(e.Missed, missed{m.Scheduled, m.Why, m.Due})
	}
	for _, v := range c.Overlaps {
		e.Overlaps = append(e.Overlaps, overlap{v.Earlier.Metadata.Name, v.Later.Metadata.Name, v.Duration.Seconds()})
	}
	if c.Schedule != nil {
		e.TwiceOn, e.SkippedOn = dates(c.Schedule.Twice), dates(c.Schedule.Skipped)
	}
	return e
}

func (o *Options) runEntry(r calendar.Run) runEntry {
	e := runEntry{
		Job: r.Job.Metadata.Name, UID: r.Job.Metadata.UID, Manual: r.Manual(), Scheduled: set(r.Scheduled),
		Created: r.Job.Metadata.CreationTimestamp, Started: set(r.Job.Status.StartTime), Finished: set(r.Job.FinishedAt()),
		State: string(r.Job.State()), Duration: r.Job.Duration(o.Clock.Now()).Seconds(),
	}
	if v := r.Job.Verdict(); v != nil && r.Job.State() != job.StateComplete {
		e.Reason = v.Reason
	}
	return e
}

// assumed tells that the time zone is not known.
func assumed(c calendar.Calendar) bool {
	return c.CronJob.Spec.TimeZone == nil && c.Zone == time.UTC
}

func set(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func orEmpty(list []time.Time) []time.Time {
	if list == nil {
		return []time.Time{}
	}
	return list
}

func dates(days []time.Time) []string {
	list := []string{}
	for _, d := range days {
		list = append(list, d.Format(time.DateOnly))
	}
	return list
}
