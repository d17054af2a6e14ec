package cron

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/calendar"
)

const (
	day    = "Mon 2006-01-02 15:04"
	zoned  = "Mon 2006-01-02 15:04 MST"
	inZone = "Mon 15:04"
)

// fewNext is how many runs of one CronJob are shown.
const fewNext = 5

func (o *Options) nexts() int {
	if o.Next == 0 {
		return fewNext
	}
	return o.Next
}

func (o *Options) write(text []byte) error {
	if _, err := o.Out.Write(text); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// table shows several CronJobs, a line each.
func (o *Options) table(calendars []calendar.Calendar) error {
	if len(calendars) == 0 {
		where := "any namespace"
		if !o.All {
			where = fmt.Sprintf("namespace %q", o.Namespace)
		}
		_, _ = fmt.Fprintf(o.ErrOut, "No CronJobs found in %s.\n", where)
		return nil
	}
	rows := [][]string{{"NAME", "SCHEDULE", "NEXT RUN", "IN", "IN ITS TIME ZONE", "LAST RUN", "RESULT", "MISSED"}}
	for _, c := range calendars {
		rows = append(rows, o.row(c))
	}
	if o.All {
		rows[0] = append([]string{"NAMESPACE"}, rows[0]...)
		for i, c := range calendars {
			rows[i+1] = append([]string{c.CronJob.Metadata.Namespace}, rows[i+1]...)
		}
	}
	var text bytes.Buffer
	_ = term.Columns(&text, rows)
	o.notes(&text, calendars)
	if o.Next > 0 {
		o.upcoming(&text, calendars)
	}
	return o.write(text.Bytes())
}

func (o *Options) row(c calendar.Calendar) []string {
	next, in, there := "-", "-", c.Zone.String()
	switch times := c.Next(1); {
	case c.Broken != "":
		next = "never"
	case c.CronJob.Spec.Suspended():
		next = "suspended"
	case len(times) > 0:
		next, in = o.local(times[0]).Format(day), job.Human(times[0].Sub(o.Clock.Now()))
		there = times[0].Format(inZone) + " " + c.Zone.String()
	}
	if assumed(c) {
		there += "?"
	}
	last, result := "-", "-"
	if r := c.Last(); r != nil {
		last, result = job.Human(o.Clock.Now().Sub(r.At()))+" ago", o.result(r.Job)
	}
	missed := "-"
	if n := len(c.Missed); n > 0 {
		missed = fmt.Sprint(n)
	}
	return []string{c.CronJob.Metadata.Name, c.CronJob.Spec.Schedule, next, in, there, last, result, missed}
}

// local is a time where the person is.
func (o *Options) local(t time.Time) time.Time { return t.In(o.Clock.Now().Location()) }

// result says in few words how a run went.
func (o *Options) result(j job.Job) string {
	took := job.Human(j.Duration(o.Clock.Now()))
	v := j.Verdict()
	switch {
	case j.Status.StartTime.IsZero():
		return string(j.State())
	case j.State() == job.StateComplete:
		return "Complete in " + took
	case j.State() == job.StateFailed:
		return fmt.Sprintf("Failed (%s) after %s", v.Reason, took)
	default:
		return fmt.Sprintf("%s for %s", j.State(), took)
	}
}

// notes tells what does not fit a column.
func (o *Options) notes(w io.Writer, calendars []calendar.Calendar) {
	var notes []string
	for _, c := range calendars {
		name := c.CronJob.Metadata.Name
		if o.All {
			name = c.CronJob.Metadata.Namespace + "/" + name
		}
		if c.Broken != "" {
			notes = append(notes, name+": "+c.Broken)
		}
		for _, note := range oddities(c) {
			notes = append(notes, name+": "+note)
		}
	}
	if slices.ContainsFunc(calendars, assumed) {
		notes = append(notes, "?: spec.timeZone is not set; the time zone of kube-controller-manager holds, taken as UTC here")
	}
	if len(notes) > 0 {
		fmt.Fprintf(w, "\n%s\n", strings.Join(notes, "\n"))
	}
}

// oddities are overlaps, and what the clocks do.
func oddities(c calendar.Calendar) []string {
	var notes []string
	if n := len(c.Overlaps); n > 0 {
		v := c.Overlaps[0]
		notes = append(notes, fmt.Sprintf("%s overlapped, the last time %s with %s for %s",
			count(n, "run"), v.Later.Metadata.Name, v.Earlier.Metadata.Name, job.Human(v.Duration)))
	}
	if c.Schedule == nil {
		return notes
	}
	if days := c.Schedule.Skipped; len(days) > 0 {
		notes = append(notes, "a run is left out on "+strings.Join(dates(days), ", ")+", when the clocks change")
	}
	if days := c.Schedule.Twice; len(days) > 0 {
		notes = append(notes, "a run comes twice on "+strings.Join(dates(days), ", ")+", when the clocks change")
	}
	return notes
}

// upcoming is what runs next of all CronJobs.
func (o *Options) upcoming(w io.Writer, calendars []calendar.Calendar) {
	type run struct {
		at time.Time
		of calendar.Calendar
	}
	var runs []run
	for _, c := range calendars {
		for _, t := range c.Next(o.Next) {
			runs = append(runs, run{t, c})
		}
	}
	slices.SortStableFunc(runs, func(a, b run) int { return a.at.Compare(b.at) })
	rows := [][]string{{"RUN", "IN", "IN ITS TIME ZONE", "CRONJOB"}}
	for _, r := range runs[:min(len(runs), o.Next)] {
		name := r.of.CronJob.Metadata.Name
		if o.All {
			name = r.of.CronJob.Metadata.Namespace + "/" + name
		}
		rows = append(rows, []string{o.local(r.at).Format(zoned), job.Human(r.at.Sub(o.Clock.Now())), r.at.Format(inZone) + " " + r.of.Zone.String(), name})
	}
	fmt.Fprintln(w)
	_ = term.Columns(w, rows)
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
