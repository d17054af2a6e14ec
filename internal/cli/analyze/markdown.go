package analyze

import (
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/job"
)

// markdown is for a ticket or a pull request.
func markdown(found result, zone *time.Location) string {
	m := &marked{zone: zone}
	for _, r := range found.Jobs {
		m.report(r, "#")
	}
	for _, r := range found.CronJobs {
		m.cronReport(r)
	}
	if found.Fleet != nil {
		m.fleet(found.Fleet)
	}
	return strings.TrimSuffix(m.String(), "\n")
}

// marked is Markdown being written.
type marked struct {
	strings.Builder

	zone *time.Location
}

func (m *marked) block(format string, args ...any) {
	fmt.Fprintf(m, format, args...)
	m.WriteString("\n\n")
}

// plain has the characters that mean something in Markdown escaped, and those of HTML.
func plain(text string) string {
	var b strings.Builder
	for _, r := range printable(text) {
		switch {
		case strings.ContainsRune("\\`*_[]<>|#&~$", r):
			b.WriteString("\\" + string(r))
		case r == '\n' || r == '\t':
			b.WriteRune(' ')
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// code is text as it is, within a line.
func code(text string) string {
	text = strings.ReplaceAll(printable(text), "\n", " ")
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if len(fence) > 1 {
		return fence + " " + text + " " + fence
	}
	return fence + text + fence
}

// listing is text as it is, of several lines.
func (m *marked) listing(language string, lines []string) {
	fence := "```"
	for _, line := range lines {
		for strings.Contains(line, fence) {
			fence += "`"
		}
	}
	m.WriteString(fence + language + "\n")
	for _, line := range lines {
		m.WriteString(printable(line) + "\n")
	}
	m.block("%s", fence)
}

func (m *marked) report(r analyze.Report, level string) {
	m.block("%s Job %s/%s", level, plain(r.Namespace), plain(r.Name))
	m.block("**%s** (%s): %s", strings.ToUpper(string(r.Health)), r.Kind, plain(r.Verdict))
	m.findings(r.Findings)
	m.attempts(r, level)
	m.spent(r.Spent, level)
	m.events(r.Events, level)
	for _, l := range r.Logs {
		m.block("%s# %s", level, plain(logTitle(l)))
		lines := l.Lines
		if l.Lost != "" {
			lines = append(lines, l.Lost)
		}
		m.listing("", lines)
	}
	if commands := nextOf(r.Findings); len(commands) > 0 {
		m.block("%s# Next", level)
		m.listing("sh", commands)
	}
	m.unread(r.Unread)
}

func (m *marked) findings(list []analyze.Finding) {
	for _, f := range list {
		fmt.Fprintf(m, "- **%s** %s %s\n", f.Level, plain(f.Text), code(string(f.Cause)))
		for _, e := range f.Evidence {
			words := code(e.Object+" "+e.Field) + ": " + plain(e.Value)
			if !e.Time.IsZero() {
				words += " (" + e.Time.In(m.zone).Format(stamp) + ")"
			}
			fmt.Fprintf(m, "  - %s\n", words)
		}
		if f.Consequence != "" {
			fmt.Fprintf(m, "  - so: %s\n", plain(f.Consequence))
		}
		if f.Remedy != "" {
			fmt.Fprintf(m, "  - remedy: %s\n", plain(f.Remedy))
		}
		for _, l := range f.Lint {
			fmt.Fprintf(m, "  - lint: %s %s\n", plain(strings.TrimPrefix(l.Path+": ", ": ")+l.Message), code(l.Rule))
		}
		if len(f.Rules) > 0 {
			fmt.Fprintf(m, "  - more: %s\n", code("kubectl job explain "+strings.Join(f.Rules, " ")))
		}
	}
	if len(list) > 0 {
		m.WriteString("\n")
	}
}

func (m *marked) table(rows [][]string) {
	for i, row := range rows {
		m.WriteString("|")
		for _, cell := range row {
			m.WriteString(" " + cell + " |")
		}
		m.WriteString("\n")
		if i == 0 {
			m.WriteString(strings.Repeat("|---", len(row)) + "|\n")
		}
	}
	m.WriteString("\n")
}

func (m *marked) attempts(r analyze.Report, level string) {
	if len(r.Attempts) == 0 {
		return
	}
	first, last := span(r)
	m.block("%s# Attempts", level)
	rows := [][]string{{"#", "Index", "Pod", "Node", "Created", "Timeline", "Result"}}
	for _, a := range r.Attempts[max(0, len(r.Attempts)-mostAttempts):] {
		rows = append(rows, []string{
			fmt.Sprint(a.Number), a.Index, plain(a.Pod), plain(a.Node), a.Created.In(m.zone).Format(stamp),
			"`" + strings.ReplaceAll(barOf(a, first, last), " ", "\u00a0") + "`", plain(resultOf(a, last)),
		})
	}
	m.table(rows)
	m.block("From %s to %s, %s: `.` waits, `#` runs.", first.In(m.zone).Format(stamp), last.In(m.zone).Format(stamp), job.Human(last.Sub(first)))
}

func (m *marked) spent(s *analyze.Spent, level string) {
	if s == nil {
		return
	}
	m.block("%s# Where the time went", level)
	m.table(spentRows(s, ""))
}

func (m *marked) events(list []analyze.EventLine, level string) {
	if len(list) == 0 {
		return
	}
	m.block("%s# Events", level)
	rows := [][]string{{"Time", "Type", "Reason", "Object", "Message", "Count"}}
	for _, e := range list {
		rows = append(rows, []string{e.Time.In(m.zone).Format(stamp), plain(e.Type), plain(e.Reason), plain(e.Object), plain(e.Message), fmt.Sprint(e.Count)})
	}
	m.table(rows)
}

func (m *marked) unread(list []string) {
	if len(list) == 0 {
		return
	}
	m.block("Not read:")
	for _, u := range list {
		fmt.Fprintf(m, "- %s\n", plain(u))
	}
	m.WriteString("\n")
}

// cells makes the rows of a terminal's table those of one in Markdown.
func cells(rows [][]string) [][]string {
	for _, row := range rows {
		for i := range row {
			row[i] = strings.TrimSpace(plain(row[i]))
		}
	}
	return rows
}

func (m *marked) cronReport(r analyze.CronReport) {
	m.block("# CronJob %s/%s", plain(r.Namespace), plain(r.Name))
	m.block("**%s** (%s, %s): %s", strings.ToUpper(string(r.Health)), code(r.Schedule), plain(r.TimeZone), plain(r.Verdict))
	m.findings(r.Findings)
	m.block("## Runs")
	m.block("%s.", plain(successOf(r)))
	rows := cells(runRows(r, m.zone))
	if len(rows) > 1 {
		m.table(rows)
	}
	if len(r.Usage) > 0 {
		m.block("## What runs uses now")
		m.table(cells(usageRows(r.Usage)))
	}
	if len(r.Next) > 0 {
		m.block("## Next runs")
		for _, at := range r.Next {
			fmt.Fprintf(m, "- %s\n", at.In(m.zone).Format("Mon "+stamp))
		}
		m.WriteString("\n")
	}
	m.unread(r.Unread)
	if r.Last != nil {
		m.block("## The last failure")
		m.report(*r.Last, "###")
	}
}

func (m *marked) fleet(f *analyze.Fleet) {
	m.block("# %s", f.Summary())
	for _, g := range f.Groups {
		m.block("## %s %s", heading(g), plain(g.Cause.Sentence()))
		rows := [][]string{{"Job", "Verdict", "Since"}}
		for _, member := range g.Jobs[:min(len(g.Jobs), mostMembers)] {
			rows = append(rows, []string{plain(member.Namespace + "/" + member.Name), plain(member.Verdict), member.Since.In(m.zone).Format(stamp)})
		}
		m.table(rows)
		if more := len(g.Jobs) - mostMembers; more > 0 {
			m.block("and %d more", more)
		}
	}
	for _, s := range f.Similar {
		m.block("%s.", plain(strings.TrimSpace(similar(s))))
	}
	m.unread(f.Unread)
}
