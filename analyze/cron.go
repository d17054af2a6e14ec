package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/calendar"
)

// CronReport says how the runs of a CronJob went. Durations are in seconds. New fields may come; none goes or changes.
type CronReport struct {
	Namespace string      `json:"namespace"`
	Name      string      `json:"name"`
	UID       string      `json:"uid,omitempty"`
	Schedule  string      `json:"schedule"`
	TimeZone  string      `json:"timeZone"`
	Health    Health      `json:"health"`
	Verdict   string      `json:"verdict"`
	Findings  []Finding   `json:"findings"`
	Success   Success     `json:"success"`
	Durations *Durations  `json:"durations,omitempty"` // of complete runs
	Runs      []Run       `json:"runs"`                // the latest first
	Next      []time.Time `json:"next"`
	Usage     []job.Use   `json:"usage,omitempty"`       // of runs that run, where the cluster measures it
	Last      *Report     `json:"lastFailure,omitempty"` // of the latest run that failed, if it is still there
	Unread    []string    `json:"unread,omitempty"`
	Time      time.Time   `json:"time"`
}

// Success is how many of the runs that are still there ended how.
type Success struct {
	Complete int `json:"complete"`
	Failed   int `json:"failed"`
	Running  int `json:"running"`
	// Rate is the part of finished runs that is complete, from 0 to 1; history limits delete the two at their own paces.
	Rate float64 `json:"rate"`
}

// Durations are those of complete runs, in seconds.
type Durations struct {
	Runs   int     `json:"runs"`
	Median float64 `json:"p50Seconds"`
	P90    float64 `json:"p90Seconds"`
	Max    float64 `json:"maxSeconds"`
	// Trend is how much longer the later half of the runs took than the earlier, by their medians: 0.5 is half as long again. It
	// is 0 with fewer than six runs.
	Trend float64 `json:"trend"`
}

// Run is one run of a CronJob.
type Run struct {
	Job       string     `json:"job"`
	Scheduled *time.Time `json:"scheduled,omitempty"` // unset for one made by hand
	Started   *time.Time `json:"started,omitempty"`
	Finished  *time.Time `json:"finished,omitempty"`
	State     job.State  `json:"state"`
	Reason    string     `json:"reason,omitempty"`
	Seconds   float64    `json:"durationSeconds"`
	Late      float64    `json:"lateSeconds"`
	Failed    int32      `json:"failedPods"`
}

const (
	nextRuns   = 5
	trendRuns  = 6   // fewer have no trend
	slowTrend  = 0.5 // from which it is worth a word
	mostMissed = 10
)

// OfCron analyses a CronJob: with its Jobs, and the events about it; last is the snapshot of its latest failed run, if there is one.
func OfCron(c job.CronJob, jobs []job.Job, events []job.Event, last *Snapshot, now time.Time) CronReport {
	cal := calendar.Of(c, jobs, events, now)
	r := CronReport{
		Namespace: c.Metadata.Namespace, Name: c.Metadata.Name, UID: c.Metadata.UID, Schedule: c.Spec.Schedule, TimeZone: cal.Zone.String(),
		Health: Good, Findings: []Finding{}, Runs: []Run{}, Next: cal.Next(nextRuns), Time: now,
	}
	if r.Next == nil {
		r.Next = []time.Time{}
	}
	for _, run := range cal.Runs {
		r.run(run, now)
	}
	if n := r.Success.Complete + r.Success.Failed; n > 0 {
		r.Success.Rate = float64(int(float64(r.Success.Complete)/float64(n)*1000)) / 1000
	}
	r.durations()
	ref := "cronjob.batch/" + c.Metadata.Name
	r.never(c, cal, ref)
	r.failing()
	if last != nil {
		of := Of(*last)
		r.Last = &of
	}
	r.missed(cal, ref)
	r.overlapping(c, cal)
	r.slower(ref)
	r.judge()
	return r
}

func (r *CronReport) run(run calendar.Run, now time.Time) {
	j := run.Job
	line := Run{
		Job: j.Metadata.Name, Scheduled: set(run.Scheduled), Started: set(j.Status.StartTime), Finished: set(j.FinishedAt()),
		State: j.State(), Seconds: j.Duration(now).Seconds(), Late: run.Late().Seconds(), Failed: j.Status.Failed,
	}
	switch line.State {
	case job.StateComplete:
		r.Success.Complete++
	case job.StateFailed:
		r.Success.Failed++
		line.Reason = j.Verdict().Reason
	default:
		r.Success.Running++
	}
	r.Runs = append(r.Runs, line)
}

// durations are told from the earliest run to the latest.
func (r *CronReport) durations() {
	var inOrder []time.Duration
	for _, run := range slices.Backward(r.Runs) {
		if run.State == job.StateComplete {
			inOrder = append(inOrder, time.Duration(run.Seconds*float64(time.Second)))
		}
	}
	if len(inOrder) == 0 {
		return
	}
	sorted := slices.Sorted(slices.Values(inOrder))
	r.Durations = &Durations{
		Runs: len(sorted), Median: percentile(sorted, 50).Seconds(), P90: percentile(sorted, 90).Seconds(), Max: sorted[len(sorted)-1].Seconds(),
	}
	if n := len(inOrder); n >= trendRuns {
		early, late := slices.Sorted(slices.Values(inOrder[:n/2])), slices.Sorted(slices.Values(inOrder[n-n/2:]))
		if before := percentile(early, 50); before > 0 {
			r.Durations.Trend = float64(int((percentile(late, 50).Seconds()/before.Seconds()-1)*1000)) / 1000
		}
	}
}

func (r *CronReport) add(f Finding) { r.Findings = append(r.Findings, f) }

func (r *CronReport) command(verb string) string {
	return "kubectl job " + verb + " -n " + r.Namespace
}

// never tells of a CronJob that makes no Jobs.
func (r *CronReport) never(c job.CronJob, cal calendar.Calendar, ref string) {
	switch {
	case cal.Broken != "":
		r.add(Finding{
			Cause: NeverRuns, Level: Error, Text: "it never runs: " + cal.Broken,
			Evidence: []Evidence{{Object: ref, Field: "spec.schedule", Value: c.Spec.Schedule}}, Rules: []string{"schedule/never"},
		})
	case c.Spec.Suspended():
		r.add(Finding{
			Cause: Suspended, Level: Info, Text: "it is suspended, and makes no Jobs", Evidence: []Evidence{{Object: ref, Field: "spec.suspend", Value: "true"}},
			Next: []string{r.command("resume cronjob/" + r.Name)}, Rules: []string{"schedule/suspended"},
		})
	}
}

// failing tells of runs that failed; the latest ones weigh most.
func (r *CronReport) failing() {
	if r.Success.Failed == 0 {
		return
	}
	row, ended := 0, false
	f := Finding{Cause: RunsFail, Level: Warning, Next: []string{}}
	for _, run := range r.Runs {
		if run.State != job.StateFailed {
			ended = ended || run.State == job.StateComplete
			continue
		}
		if !ended {
			row++
		}
		if len(f.Evidence) < mostEvidence {
			f.Evidence = append(f.Evidence, Evidence{"job.batch/" + run.Job, "status.conditions[Failed]", run.Reason, *run.Finished})
			f.Next = append(f.Next, r.command("analyze "+run.Job))
		}
	}
	f.Next = f.Next[:1]
	f.Text = fmt.Sprintf("%d of %d finished runs that are still there failed", r.Success.Failed, r.Success.Failed+r.Success.Complete)
	switch {
	case row == 1:
		f.Level, f.Text = Error, "the last finished run failed; "+f.Text
	case row > 1:
		f.Level, f.Text = Error, fmt.Sprintf("the last %d finished runs failed; %s", row, f.Text)
	}
	r.add(f)
}

func (r *CronReport) missed(cal calendar.Calendar, ref string) {
	var missed []calendar.Missed
	for _, m := range cal.Missed {
		if !m.Due {
			missed = append(missed, m)
		}
	}
	if len(missed) == 0 {
		return
	}
	f := Finding{
		Cause: RunsMissed, Level: Warning, Text: counted(len(missed), "run was missed", "runs were missed"),
		Rules: []string{"schedule/no-starting-deadline", "schedule/runs-are-skipped"}, Next: []string{r.command("cron " + r.Name)},
	}
	for _, m := range missed[:min(len(missed), mostMissed)] {
		f.Evidence = append(f.Evidence, Evidence{ref, "no Job for", cmp.Or(m.Why, "nothing tells why"), m.Scheduled})
	}
	r.add(f)
}

func (r *CronReport) overlapping(c job.CronJob, cal calendar.Calendar) {
	if len(cal.Overlaps) == 0 {
		return
	}
	f := Finding{
		Cause: RunsOverlap, Level: Warning, Text: counted(len(cal.Overlaps), "run began", "runs began") + " while an earlier one still ran",
		Consequence: "two runs worked at the same time", Rules: []string{"double-run/runs-may-overlap"},
	}
	switch policy := cmp.Or(c.Spec.ConcurrencyPolicy, "Allow"); policy {
	case "Allow":
		f.Remedy = "concurrencyPolicy: Forbid skips a run while one runs; Replace ends the older one"
	default:
		f.Remedy = "concurrencyPolicy " + policy + " does not hold for runs that were made by hand, nor for Pods that still end"
	}
	for _, o := range cal.Overlaps[:min(len(cal.Overlaps), mostEvidence)] {
		f.Evidence = append(f.Evidence, Evidence{
			"job.batch/" + o.Later.Metadata.Name, "status.startTime", fmt.Sprintf("%s beside %s", job.Human(o.Duration), o.Earlier.Metadata.Name), o.Later.Status.StartTime,
		})
	}
	r.add(f)
}

func (r *CronReport) slower(ref string) {
	if r.Durations == nil || r.Durations.Trend < slowTrend {
		return
	}
	d := r.Durations
	r.add(Finding{
		Cause: RunsSlower, Level: Warning, Text: fmt.Sprintf("its runs take longer and longer: the later half %.0f%% longer than the earlier", d.Trend*100),
		Evidence: []Evidence{{Object: ref, Field: "durations of complete runs", Value: fmt.Sprintf("median %s, the longest %s, of %d", seconds(d.Median), seconds(d.Max), d.Runs)}},
		Next:     []string{r.command("cron " + r.Name)},
	})
}

// judge makes the verdict from the findings.
func (r *CronReport) judge() {
	var parts []string
	for _, f := range r.Findings {
		switch {
		case f.Level == Error:
			r.Health = Wrong
		case f.Cause == Suspended && r.Health == Good:
			r.Health = Pending
		}
		parts = append(parts, f.Text)
	}
	switch n := r.Success.Complete; {
	case len(parts) > 0:
		r.Verdict = strings.Join(parts, "; ")
	case len(r.Runs) == 0:
		r.Verdict = "has not run yet, as far as is known"
	case n == 0:
		r.Verdict = counted(r.Success.Running, "run", "runs") + " under way"
	default:
		r.Verdict = counted(n, "run that is still there is complete", "runs that are still there are complete")
	}
}
