package cron

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/calendar"
)

// detail shows one CronJob.
func (o *Options) detail(c calendar.Calendar) error {
	var text bytes.Buffer
	_ = term.Columns(&text, o.fields(c))
	o.nextRuns(&text, c)
	o.pastRuns(&text, c)
	if odd := oddities(c); len(odd) > 0 {
		fmt.Fprintln(&text, "\nNotes:")
		for _, note := range odd {
			fmt.Fprintln(&text, "  "+note)
		}
	}
	return o.write(text.Bytes())
}

func (o *Options) fields(c calendar.Calendar) [][]string {
	spec := c.CronJob.Spec
	zone := c.Zone.String()
	if assumed(c) {
		zone += " (spec.timeZone is not set; the time zone of kube-controller-manager holds, taken as UTC here)"
	}
	fields := [][]string{
		{"Name:", c.CronJob.Metadata.Name},
		{"Namespace:", c.CronJob.Metadata.Namespace},
		{"Schedule:", spec.Schedule},
		{"Time Zone:", zone},
		{"Concurrency Policy:", spec.ConcurrencyPolicy},
	}
	if s := spec.StartingDeadlineSeconds; s != nil {
		fields = append(fields, []string{"Starting Deadline Seconds:", fmt.Sprintf("%ds", *s)})
	}
	fields = append(fields, []string{"History:", fmt.Sprintf("%d complete, %d failed are kept", spec.KeepsComplete(), spec.KeepsFailed())})
	return append(fields, []string{"State:", o.state(c)})
}

func (o *Options) state(c calendar.Calendar) string {
	switch running := len(c.CronJob.Status.Active); {
	case !c.CronJob.Metadata.DeletionTimestamp.IsZero():
		return "is being deleted"
	case c.Broken != "":
		return "never runs: " + c.Broken
	case c.CronJob.Spec.Suspended():
		return fmt.Sprintf("suspended; to let it run again: kubectl job resume cronjob/%s", c.CronJob.Metadata.Name)
	case running > 0:
		return count(running, "Job") + " running"
	default:
		return "waits for its next run"
	}
}

func (o *Options) nextRuns(w io.Writer, c calendar.Calendar) {
	times := c.Next(o.nexts())
	if len(times) == 0 {
		return
	}
	differs := slices.ContainsFunc(times, func(t time.Time) bool { return t.Format(zoned) != o.local(t).Format(zoned) })
	heading := []string{"  LOCAL TIME", "IN"}
	if differs {
		heading = append(heading, "IN "+c.Zone.String())
	}
	rows := [][]string{heading}
	for _, t := range times {
		row := []string{"  " + o.local(t).Format(zoned), job.Human(t.Sub(o.Clock.Now()))}
		if differs {
			row = append(row, t.Format(zoned))
		}
		rows = append(rows, row)
	}
	fmt.Fprintln(w, "\nNext Runs:")
	_ = term.Columns(w, rows)
}

// pastRuns are the runs and those that were missed, the latest first.
func (o *Options) pastRuns(w io.Writer, c calendar.Calendar) {
	type line struct {
		at  time.Time
		row []string
	}
	var lines []line
	for _, r := range c.Runs {
		lines = append(lines, line{r.At(), []string{o.local(r.At()).Format(zoned), r.Job.Metadata.Name, o.result(r.Job), started(r)}})
	}
	for i, m := range c.Missed {
		if i == fewMissed {
			break
		}
		lines = append(lines, line{m.Scheduled, []string{o.local(m.Scheduled).Format(zoned), "-", outcome(m), m.Why}})
	}
	slices.SortStableFunc(lines, func(a, b line) int { return b.at.Compare(a.at) })
	if len(lines) == 0 {
		fmt.Fprintln(w, "\nPast Runs:  none that is known")
		return
	}
	rows := [][]string{{"  RUN", "JOB", "RESULT", ""}}
	for _, l := range lines {
		l.row[0] = "  " + l.row[0]
		rows = append(rows, l.row)
	}
	fmt.Fprintln(w, "\nPast Runs:")
	_ = term.Columns(w, rows)
	if n := len(c.Missed) - fewMissed; n > 0 {
		more := ""
		if len(c.Missed) == calendar.MostMissed {
			more = " or more"
		}
		fmt.Fprintf(w, "  and %d%s missed before\n", n, more)
	}
}

// fewMissed is how many missed runs are shown of one CronJob.
const fewMissed = 10

func outcome(m calendar.Missed) string {
	if m.Due {
		return "Waits"
	}
	return "Missed"
}

// late is how late a run may be without a word.
const late = 10 * time.Second

func started(r calendar.Run) string {
	switch {
	case r.Manual():
		return "made by hand"
	case r.Late() > late:
		return job.Human(r.Late()) + " late"
	default:
		return ""
	}
}
