package report

import (
	"fmt"
	"io"
	"strings"
	"unicode"

	"github.com/kubectl-job/kubectl-job/lint"
)

// text writes findings with the line that each is about. Where there is nothing to say, it says nothing.
func text(w io.Writer, r *lint.Report, paint Paint) error {
	if paint == nil {
		paint = func(_ lint.Severity, text string) string { return text }
	}
	var b strings.Builder
	for i := range r.Findings {
		finding(&b, &r.Findings[i], paint)
	}
	if len(r.Findings) > 0 {
		fmt.Fprintf(&b, "%s checked for Kubernetes %s: %s\n", count(r.Summary.Linted, "Job or CronJob", "Jobs and CronJobs"), r.KubernetesVersion, counts(r.Summary))
	}
	_, err := io.WriteString(w, b.String())
	return err
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

func finding(b *strings.Builder, f *lint.Finding, paint Paint) {
	fmt.Fprintf(b, "%s:%d:%d: %s: %s [%s]\n", f.File, f.Line, f.Column, paint(f.Severity, string(f.Severity)), printable(f.Message), f.Rule)
	number := fmt.Sprint(f.Line)
	gutter := strings.Repeat(" ", len(number))
	if strings.TrimSpace(f.Excerpt.Line) != "" {
		line, caret := frame(f.Excerpt)
		fmt.Fprintf(b, " %s | %s\n", number, line)
		fmt.Fprintf(b, " %s | %s\n", gutter, paint(f.Severity, caret))
	}
	if where := where(f); where != "" {
		fmt.Fprintf(b, " %s = %s\n", gutter, where)
	}
	b.WriteByte('\n')
}

// where names the object and the field.
func where(f *lint.Finding) string {
	var parts []string
	if f.Kind != "" {
		object := strings.TrimSpace(f.Kind + " " + printable(f.Name))
		if f.JobKind != "" {
			object += " (" + f.JobKind + ")"
		}
		parts = append(parts, object)
	}
	if f.Path != "" {
		parts = append(parts, printable(f.Path))
	}
	return strings.Join(parts, ": ")
}

// maxFrame is how many characters of a line are shown, around the place that is meant.
const maxFrame = 100

// frame is the line, and below it the marks under what is meant.
func frame(e lint.Excerpt) (line, caret string) {
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

// printable keeps control characters of a manifest from reaching the terminal.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && (unicode.IsControl(r) || !unicode.IsPrint(r) && !unicode.IsSpace(r)) {
			return '?'
		}
		return r
	}, s)
}
