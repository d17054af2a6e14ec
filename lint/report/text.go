package report

import (
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"

	"github.com/kubectl-job/kubectl-job/lint"
)

// text writes findings with the line that each is about. Where there is nothing to say, it says nothing.
func text(w io.Writer, r *lint.Report, paint Paint) error {
	if paint == nil {
		paint = func(_ lint.Severity, text string) string { return text }
	}
	b := bufio.NewWriterSize(w, 1<<16)
	for i := range r.Findings {
		finding(b, &r.Findings[i], paint)
	}
	if len(r.Findings) > 0 {
		fmt.Fprintf(b, "%s checked for Kubernetes %s: %s\n", count(r.Summary.Linted, "Job or CronJob", "Jobs and CronJobs"), r.KubernetesVersion, counts(r.Summary))
	}
	return b.Flush()
}

func counts(s lint.Summary) string {
	var parts []string
	for _, p := range []struct {
		n         int
		one, many string
	}{{s.Errors, "error", "errors"}, {s.Warnings, "warning", "warnings"}, {s.Infos, "info", "infos"}} {
		if p.n > 0 {
			parts = append(parts, count(p.n, p.one, p.many))
		}
	}
	return strings.Join(parts, ", ")
}

func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

// finding writes by hand what Fprintf would take most of the time of a report for: there may be thousands.
func finding(b *bufio.Writer, f *lint.Finding, paint Paint) {
	number := strconv.Itoa(f.Line)
	write := func(parts ...string) {
		for _, part := range parts {
			_, _ = b.WriteString(part) // Flush tells
		}
	}
	write(f.File, ":", number, ":", strconv.Itoa(f.Column), ": ", paint(f.Severity, string(f.Severity)), ": ", printable(f.Message), " [", f.Rule, "]\n")
	gutter := strings.Repeat(" ", len(number))
	if strings.TrimSpace(f.Excerpt.Line) != "" {
		line, caret := frame(f.Excerpt)
		write(" ", number, " | ", line, "\n")
		write(" ", gutter, " | ", paint(f.Severity, caret), "\n")
	}
	if where := where(f); where != "" {
		write(" ", gutter, " = ", where, "\n")
	}
	write("\n")
}

// where names the object and the field.
func where(f *lint.Finding) string {
	if f.Kind == "" {
		return printable(f.Path)
	}
	object := strings.TrimSpace(f.Kind + " " + printable(f.Name))
	if f.JobKind != "" {
		object += " (" + f.JobKind + ")"
	}
	if f.Path != "" {
		object += ": " + printable(f.Path)
	}
	return object
}

// maxFrame is how many characters of a line are shown, around the place that is meant.
const maxFrame = 100

// frame is the line, and below it the marks under what is meant.
func frame(e lint.Excerpt) (line, caret string) {
	if len(e.Line) <= maxFrame && isPlain(e.Line) {
		return e.Line, strings.Repeat(" ", min(e.From, len(e.Line))) + strings.Repeat("^", max(1, min(e.To, len(e.Line))-e.From))
	}
	runes, start, end := []rune(e.Line), e.From, e.To
	if first := start - maxFrame/2; len(runes) > maxFrame && first > 0 {
		runes = append([]rune("…"), runes[first:]...)
		start, end = start-first+1, end-first+1
	}
	if len(runes) > maxFrame {
		runes = append(runes[:maxFrame:maxFrame], '…')
	}
	end = min(end, len(runes))
	var marks strings.Builder
	for i := range runes {
		switch {
		case i < start && runes[i] == '\t':
			marks.WriteByte('\t')
		case i < start:
			marks.WriteString(strings.Repeat(" ", width(runes[i])))
		case i < end:
			marks.WriteString(strings.Repeat("^", width(runes[i])))
		}
	}
	if end <= start {
		marks.WriteByte('^')
	}
	return printable(string(runes)), marks.String()
}

// width is how many columns of a terminal a character takes: two for those of East Asia and emoji.
func width(r rune) int {
	if unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0x1F300 && r <= 0x1FAFF || r >= 0xFF01 && r <= 0xFF60 {
		return 2
	}
	return 1
}

// isPlain says whether a text is of printable ASCII alone.
func isPlain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// printable keeps control characters of a manifest from reaching the terminal.
func printable(s string) string {
	if isPlain(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if r != '\t' && (unicode.IsControl(r) || !unicode.IsPrint(r) && !unicode.IsSpace(r)) {
			return '?'
		}
		return r
	}, s)
}
