package analyze

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// width of the text, in columns.
const width = 80

const stamp = "Jan 2 15:04:05"

func healthStyle(h analyze.Health) term.Style {
	switch h {
	case analyze.Wrong:
		return term.Bad
	case analyze.Pending:
		return term.Warn
	default:
		return term.Good
	}
}

func levelStyle(l analyze.Level) term.Style {
	switch l {
	case analyze.Error:
		return term.Bad
	case analyze.Warning:
		return term.Warn
	default:
		return term.Plain
	}
}

func (t *text) line(format string, args ...any) {
	fmt.Fprintf(t, format, args...)
	t.WriteString("\n")
}

// paragraph wraps words; lines after the first stand in further. style is that of the first words, which end with the mark.
func (t *text) paragraph(indent string, style term.Style, marked, words string) {
	lines := term.Wrap(printable(marked+words), width-len(indent)-2)
	for i, line := range lines {
		if i == 0 && marked != "" && strings.HasPrefix(line, strings.TrimSpace(marked)) {
			head := strings.TrimSpace(marked)
			line = t.paint(style, head) + line[len(head):]
		}
		t.line("%s%s", indent, line)
		if i == 0 {
			indent += "  "
		}
	}
}

// report writes one report.
func (t *text) report(r analyze.Report) {
	name := r.Name
	if r.Namespace != "" {
		name = r.Namespace + "/" + name
	}
	t.paragraph("", healthStyle(r.Health), fmt.Sprintf("Job %s (%s): ", name, r.Kind), r.Verdict)
	t.findings(r.Findings)
	t.timeline(r)
	t.spent(r.Spent)
	t.events(r.Events)
	t.logs(r.Logs)
	t.next(r.Findings)
	t.unread(r.Unread)
}

func (t *text) findings(list []analyze.Finding) {
	for _, f := range list {
		t.line("")
		t.paragraph("", levelStyle(f.Level), string(f.Level)+":", " "+f.Text+" ["+string(f.Cause)+"]")
		for _, e := range f.Evidence {
			words := strings.TrimSuffix(e.Object+" "+e.Field+": "+e.Value, ": ")
			if !e.Time.IsZero() {
				words += " (" + e.Time.In(t.zone).Format(stamp) + ")"
			}
			t.paragraph("  ", term.Plain, "", words)
		}
		if f.Consequence != "" {
			t.paragraph("  ", term.Strong, "so: ", f.Consequence)
		}
		if f.Remedy != "" {
			t.paragraph("  ", term.Strong, "remedy: ", f.Remedy)
		}
		for _, l := range f.Lint {
			t.paragraph("  ", term.Strong, "lint: ", strings.TrimPrefix(l.Path+": ", ": ")+l.Message+" ["+l.Rule+"]")
		}
		if len(f.Rules) > 0 {
			t.paragraph("  ", term.Dim, "more: ", "kubectl job explain "+strings.Join(f.Rules, " "))
		}
	}
}

// next are the commands of all findings, each once.
func (t *text) next(findings []analyze.Finding) {
	commands := nextOf(findings)
	if len(commands) > 0 {
		t.line("\n%s", t.paint(term.Strong, "Next"))
	}
	for _, command := range commands {
		t.line("  %s", command)
	}
}

func nextOf(findings []analyze.Finding) []string {
	var all []string
	for _, f := range findings {
		for _, command := range f.Next {
			if !slices.Contains(all, command) {
				all = append(all, command)
			}
		}
	}
	return all
}

func (t *text) unread(list []string) {
	if len(list) > 0 {
		t.line("\n%s", t.paint(term.Strong, "Not read"))
	}
	for _, u := range list {
		t.paragraph("  ", term.Plain, "", u)
	}
}

// bar is how many columns the bar of an attempt has, and mostAttempts how many attempts are drawn.
const (
	bar          = 24
	mostAttempts = 20
)

// timeline draws the attempts as bars, one below the other.
func (t *text) timeline(r analyze.Report) {
	shown := r.Attempts
	if len(shown) == 0 {
		return
	}
	first, last := span(r)
	numbering := ""
	if r.Kind == job.Indexed {
		numbering = "; INDEX#ATTEMPT"
	}
	t.line("\n%s from %s to %s, %s: . waits, # runs%s", t.paint(term.Strong, "Attempts"), first.In(t.zone).Format(stamp), last.In(t.zone).Format("15:04:05"), job.Human(last.Sub(first)), numbering)
	if len(shown) > mostAttempts {
		t.line("  the last %d of %d", mostAttempts, len(shown))
		shown = shown[len(shown)-mostAttempts:]
	}
	rows := make([][]string, 0, len(shown))
	for _, a := range shown {
		number := fmt.Sprintf("  #%d", a.Number)
		if a.Index != "" {
			number = fmt.Sprintf("  %s#%d", a.Index, a.Number)
		}
		rows = append(rows, []string{number, short(a.Pod, r.Name), "|" + barOf(a, first, last) + "|", resultOf(a, last)})
	}
	_ = term.Columns(t, rows) // to memory
}

// short leaves out of a Pod's name that of its Job, where it is long.
func short(pod, jobName string) string {
	if rest, ok := strings.CutPrefix(pod, jobName); ok && len(pod) > 15 {
		return "..." + rest
	}
	return pod
}

// resultOf is how an attempt ended, in few words: those of the API stand with the findings.
func resultOf(a analyze.Attempt, last time.Time) string {
	result := a.Result
	if a.ExitCode != nil && a.Outcome == job.AttemptFailed {
		reason := strings.TrimSuffix(strings.TrimPrefix(result, fmt.Sprintf("failed: exit code %d (", *a.ExitCode)), ")")
		result = fmt.Sprintf("exit %d", *a.ExitCode)
		if reason != "Error" && !strings.HasPrefix(reason, "failed") {
			result += " " + reason
		}
	}
	if a.Started == nil {
		return result
	}
	end := last
	if a.Finished != nil {
		end = *a.Finished
	}
	return result + ", " + job.Human(end.Sub(*a.Started))
}

func barOf(a analyze.Attempt, first, last time.Time) string {
	column := func(at time.Time) int { return min(int(at.Sub(first)*bar/last.Sub(first)), bar-1) }
	end := last
	if a.Finished != nil {
		end = *a.Finished
	}
	begun := end
	if a.Started != nil {
		begun = *a.Started
	}
	line := []byte(strings.Repeat(" ", bar))
	for x := range line {
		switch {
		case a.Started != nil && x >= column(begun) && x <= column(end):
			line[x] = '#'
		case x >= column(a.Created) && x <= column(begun):
			line[x] = '.'
		}
	}
	return string(line)
}

// span is the time from the first Pod to the last thing that happened: a second, at least.
func span(r analyze.Report) (first, last time.Time) {
	for _, a := range r.Attempts {
		if first.IsZero() || a.Created.Before(first) {
			first = a.Created
		}
		end := r.Time
		if a.Finished != nil {
			end = *a.Finished
		}
		if end.After(last) {
			last = end
		}
	}
	if !last.After(first) {
		last = first.Add(time.Second)
	}
	return first, last
}

// spent is the table of where the time went.
func (t *text) spent(s *analyze.Spent) {
	if s == nil {
		return
	}
	t.line("\n%s", t.paint(term.Strong, "Where the time went"))
	_ = term.Columns(t, spentRows(s, "  ")) // to memory
}

func spentRows(s *analyze.Spent, indent string) [][]string {
	rows := [][]string{{indent + "PHASE", "PODS", "MEDIAN", "P90", "MAX", "TOTAL"}}
	for _, p := range s.Phases {
		rows = append(rows, []string{indent + p.Name, fmt.Sprint(p.Pods), span1(p.Median), span1(p.P90), span1(p.Max), span1(p.Total)})
	}
	return rows
}

// span1 words seconds; those of a pull have fractions.
func span1(s float64) string {
	d := time.Duration(s * float64(time.Second))
	if d < 10*time.Second && d%time.Second != 0 {
		return fmt.Sprintf("%.1fs", s)
	}
	return job.Human(d)
}

func (t *text) events(list []analyze.EventLine) {
	if list == nil {
		return
	}
	t.line("\n%s", t.paint(term.Strong, "Events"))
	if len(list) == 0 {
		t.line("  none: a cluster keeps them for an hour, if nobody has changed that")
	}
	for _, e := range list {
		times := ""
		if e.Count > 1 {
			times = fmt.Sprintf(" (%d times)", e.Count)
		}
		style := term.Plain
		if e.Type == "Warning" {
			style = term.Warn
		}
		t.paragraph("  ", style, e.Time.In(t.zone).Format(stamp)+" "+e.Reason+" ", e.Object+": "+e.Message+times)
	}
}

func (t *text) logs(list []analyze.Log) {
	for _, l := range list {
		t.line("\n%s", t.paint(term.Strong, logTitle(l)))
		if l.Lost != "" {
			t.line("  %s", l.Lost)
		}
		for _, line := range l.Lines {
			t.line("  %s", printable(line))
		}
	}
}

func logTitle(l analyze.Log) string {
	title := "Log of pod/" + l.Pod + ", container " + l.Container
	if l.Restart > 0 {
		title += fmt.Sprintf(", restart %d", l.Restart)
	}
	return title
}

// printable leaves out of a program's words what would steer the terminal.
func printable(line string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' || r == 0x7f || r >= 0x80 && r < 0xa0 {
			return -1
		}
		return r
	}, line)
}
