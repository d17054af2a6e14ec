package analyze

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// mostMembers is how many Jobs of a group are listed.
const mostMembers = 10

// fleet writes the groups, the worst first.
func (t *text) fleet(f *analyze.Fleet, namespaces bool) {
	if f.Jobs == 0 {
		t.line("No Jobs found.")
		t.unread(f.Unread)
		return
	}
	t.line("%s", t.paint(healthStyle(f.Worst), f.Summary()))
	for _, g := range f.Groups {
		t.line("")
		t.paragraph("", healthStyle(g.Health), heading(g), fmt.Sprintf(" %s [%s]", g.Cause.Sentence(), g.Cause))
		for _, m := range g.Jobs[:min(len(g.Jobs), mostMembers)] {
			name := m.Name
			if namespaces {
				name = m.Namespace + "/" + name
			}
			t.paragraph("  ", term.Strong, name+": ", m.Verdict+age(m.Since, f.Time))
		}
		if more := len(g.Jobs) - mostMembers; more > 0 {
			t.line("  and %d more", more)
		}
	}
	for _, s := range f.Similar {
		t.line("")
		t.paragraph("", term.Warn, "info:", similar(s))
	}
	if len(f.Groups) > 0 && len(f.Groups[0].Jobs) > 0 {
		m := f.Groups[0].Jobs[0]
		t.line("\n%s\n  kubectl job analyze %s -n %s", t.paint(term.Strong, "Next"), m.Name, m.Namespace)
	}
	t.unread(f.Unread)
}

// heading says how the Jobs of a group fare, and how many they are.
func heading(g analyze.Group) string {
	text := fmt.Sprintf("%s, %d Jobs", g.Health, g.Count)
	if g.Count == 1 {
		text = fmt.Sprintf("%s, 1 Job", g.Health)
	}
	if g.Health == analyze.Good {
		text += ", but"
	}
	return text + ":"
}

func similar(s analyze.Similar) string {
	return fmt.Sprintf(" %d single Jobs in namespace %s are named %s...: of the time of their Pods, %.0f%% went by before a container ran; one Indexed Job with as many completions has one object to make, watch and delete",
		s.Jobs, s.Namespace, s.Prefix, s.Overhead*100)
}

func age(since, now time.Time) string {
	if since.IsZero() {
		return ""
	}
	return " (" + job.Human(now.Sub(since)) + " ago)"
}

// cronReport writes how the runs of a CronJob went.
func (t *text) cronReport(r analyze.CronReport) {
	t.paragraph("", healthStyle(r.Health), fmt.Sprintf("CronJob %s/%s (%s, %s): ", r.Namespace, r.Name, r.Schedule, r.TimeZone), r.Verdict)
	t.findings(r.Findings)
	t.line("")
	t.paragraph("", term.Strong, "Runs:", " "+successOf(r))
	if rows := runRows(r, t.zone); len(rows) > 1 {
		_ = term.Columns(t, rows) // to memory
	}
	if len(r.Usage) > 0 {
		t.line("\n%s", t.paint(term.Strong, "What runs uses now"))
		_ = term.Columns(t, usageRows(r.Usage)) // to memory
	}
	if len(r.Next) > 0 {
		t.line("\n%s", t.paint(term.Strong, "Next runs"))
		for _, at := range r.Next {
			t.line("  %s, in %s", at.In(t.zone).Format("Mon "+stamp), job.Human(at.Sub(r.Time)))
		}
	}
	t.next(r.Findings)
	t.unread(r.Unread)
	if r.Last != nil {
		t.line("\n%s", t.paint(term.Strong, "The last failure"))
		t.report(*r.Last)
	}
}

// usageRows is what containers use beside what they may.
func usageRows(all []job.Use) [][]string {
	rows := [][]string{{"  CONTAINER", "RESOURCE", "PODS", "REQUESTED", "LIMIT", "USED (MEDIAN)", "USED (MOST)", "OF REQUEST"}}
	for _, u := range all {
		part := "-"
		if u.Part > 0 {
			part = fmt.Sprintf("%.0f%%", u.Part*100)
		}
		rows = append(rows, []string{
			"  " + u.Container, u.Resource, fmt.Sprint(u.Pods), cmp.Or(u.Requested, "-"), cmp.Or(u.Limit, "-"), u.Median, u.Most, part,
		})
	}
	return rows
}

func successOf(r analyze.CronReport) string {
	s := r.Success
	words := fmt.Sprintf("%d complete, %d failed, %d running", s.Complete, s.Failed, s.Running)
	if s.Complete+s.Failed > 0 {
		words += fmt.Sprintf("; %.0f%% of those that ended and are still there are complete", s.Rate*100)
	}
	if d := r.Durations; d != nil {
		words += fmt.Sprintf("; they took %s (median), %s (p90), %s (the longest)", span1(d.Median), span1(d.P90), span1(d.Max))
		if d.Trend != 0 {
			words += fmt.Sprintf(", the later half %+.0f%%", d.Trend*100)
		}
	}
	return words
}

// widest is how many columns the bar of the longest run has.
const widest = 20

func runRows(r analyze.CronReport, zone *time.Location) [][]string {
	rows := [][]string{{"  RUN", "JOB", "STATE", "DURATION", ""}}
	longest := 0.0
	for _, run := range r.Runs {
		longest = max(longest, run.Seconds)
	}
	for _, run := range r.Runs[:min(len(r.Runs), mostAttempts)] {
		at := run.Started
		if run.Scheduled != nil {
			at = run.Scheduled
		}
		when := "-"
		if at != nil {
			when = at.In(zone).Format(stamp)
		}
		state := string(run.State)
		if run.Reason != "" {
			state += " (" + run.Reason + ")"
		}
		line := ""
		if longest > 0 {
			line = strings.Repeat("#", int(run.Seconds/longest*widest+0.5))
		}
		rows = append(rows, []string{"  " + when, run.Job, state, span1(run.Seconds), line})
	}
	return rows
}
