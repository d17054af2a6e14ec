package analyze

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// document writes the reports for programs.
func (o *Options) document(reports []analyze.Report) error {
	text, err := json.MarshalIndent(map[string][]analyze.Report{"jobs": reports}, "", "  ")
	if err == nil && o.Output == "yaml" {
		text, err = yaml.JSONToYAML(text)
	} else {
		text = append(text, '\n')
	}
	if err == nil {
		_, err = o.Out.Write(text)
	}
	if err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// text writes the reports for a person.
func (o *Options) text(reports []analyze.Report) error {
	paint := term.NewLines(o.Out).Paint
	var text strings.Builder
	for i, r := range reports {
		if i > 0 {
			text.WriteString("\n")
		}
		Write(&text, r, o.Clock.Now().Location(), paint)
	}
	if _, err := io.WriteString(o.Out, text.String()); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return nil
}

// width of the text, in columns.
const width = 80

// Write writes one report for a person, with the times of a time zone.
func Write(w io.Writer, r analyze.Report, zone *time.Location, paint func(term.Style, string) string) {
	style := map[analyze.Health]term.Style{analyze.Good: term.Good, analyze.Pending: term.Warn, analyze.Wrong: term.Bad}[r.Health]
	name := r.Name
	if r.Namespace != "" {
		name = r.Namespace + "/" + name
	}
	paragraph(w, "", paint(term.Strong, "Job "+name)+fmt.Sprintf(" (%s): ", r.Kind)+paint(style, r.Verdict))
	for _, f := range r.Findings {
		_, _ = fmt.Fprintln(w)
		finding(w, f, zone, paint)
	}
	timeline(w, r, zone, paint)
	var next []string
	for _, f := range r.Findings {
		for _, command := range f.Next {
			if !slices.Contains(next, command) {
				next = append(next, command)
			}
		}
	}
	if len(next) > 0 {
		_, _ = fmt.Fprintf(w, "\n%s\n", paint(term.Strong, "Next"))
	}
	for _, command := range next {
		_, _ = fmt.Fprintf(w, "  %s\n", command)
	}
	for _, u := range r.Unread {
		_, _ = fmt.Fprintf(w, "\n%s\n", paint(term.Warn, "not read: "+u))
	}
}

func finding(w io.Writer, f analyze.Finding, zone *time.Location, paint func(term.Style, string) string) {
	style := map[analyze.Level]term.Style{analyze.Error: term.Bad, analyze.Warning: term.Warn, analyze.Info: term.Plain}[f.Level]
	paragraph(w, "", paint(style, string(f.Level)+":")+" "+f.Text+paint(term.Dim, " ["+string(f.Cause)+"]"))
	for _, e := range f.Evidence {
		at := ""
		if !e.Time.IsZero() {
			at = " (" + e.Time.In(zone).Format("Jan 2 15:04:05") + ")"
		}
		line := e.Object + " " + e.Field
		if e.Value != "" {
			line += ": " + e.Value
		}
		paragraph(w, "  ", line+paint(term.Dim, at))
	}
	if f.Consequence != "" {
		paragraph(w, "  ", "so "+f.Consequence)
	}
	if len(f.Rules) > 0 {
		paragraph(w, "  ", paint(term.Dim, "see kubectl job explain "+strings.Join(f.Rules, ", ")))
	}
}

func paragraph(w io.Writer, indent, text string) {
	for i, line := range term.Wrap(text, width-len(indent)) {
		if i > 0 {
			indent += map[bool]string{true: "  "}[i == 1]
		}
		_, _ = fmt.Fprintln(w, indent+line)
	}
}

const (
	bar          = 24 // columns of a bar
	mostAttempts = 20 // of the timeline
)

// timeline draws the attempts as bars, one below the other.
func timeline(w io.Writer, r analyze.Report, zone *time.Location, paint func(term.Style, string) string) {
	first, last := span(r)
	if len(r.Attempts) == 0 {
		return
	}
	if !last.After(first) { // all in the same second
		last = first.Add(time.Second)
	}
	_, _ = fmt.Fprintf(w, "\n%s from %s to %s, %s: . waits, # runs\n", paint(term.Strong, "Attempts"), first.In(zone).Format("Jan 2 15:04:05"), last.In(zone).Format("15:04:05"), job.Human(last.Sub(first)))
	shown := r.Attempts
	if len(shown) > mostAttempts {
		_, _ = fmt.Fprintf(w, "  the last %d of %d\n", mostAttempts, len(shown))
		shown = shown[len(shown)-mostAttempts:]
	}
	column := func(t time.Time) int { return min(int(t.Sub(first)*bar/last.Sub(first)), bar-1) }
	rows := make([][]string, 0, len(shown))
	for _, a := range shown {
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
			case x >= column(begun) && x <= column(end):
				line[x] = '#'
			case x >= column(a.Created) && x < column(begun):
				line[x] = '.'
			}
		}
		number := fmt.Sprintf("  #%d", a.Number)
		if a.Index != "" {
			number += " index " + a.Index
		}
		result := a.Result
		if a.Started != nil {
			result += ", " + job.Human(end.Sub(begun))
		}
		rows = append(rows, []string{number, a.Pod, "|" + string(line) + "|", result})
	}
	_ = term.Columns(w, rows) // what cannot be written is told by the next write
}

// span is the time from the first Pod to the last thing that happened.
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
	return first, last
}
