package live

import (
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

const indent = "    "

// under is what an expanded Job shows in about so many lines: how its indexes stand, its attempts, and what they wait for.
func (s *screen) under(r *row, most int, now time.Time) []line {
	var lines []line
	add := func(style term.Style, text string) {
		lines = append(lines, line{row: r, text: indent + paint(style, text)})
	}
	for _, text := range s.indexes(r) {
		add(term.Plain, text)
	}
	attempts, left := choose(r.found.attempts, most-len(lines)-len(r.found.waits))
	switch {
	case len(r.found.attempts) == 0:
		add(term.Dim, "no Pods")
	case left.succeeded > 0:
		add(term.Dim, fmt.Sprintf("%d other attempts, %d of which succeeded", left.attempts, left.succeeded))
	case left.attempts > 0:
		add(term.Dim, fmt.Sprintf("%d earlier attempts", left.attempts))
	}
	for _, a := range attempts {
		add(styleOf(a), ofAttempt(a, now))
	}
	for _, w := range r.found.waits {
		add(term.Warn, "waits for "+w.For)
	}
	return lines
}

// indexes are all indexes of an Indexed Job over the width of the screen, and which have failed.
func (s *screen) indexes(r *row) []string {
	j := r.job
	if j.Spec.Kind() != job.Indexed || j.Spec.Completions == nil || *j.Spec.Completions == 0 {
		return nil
	}
	last := fmt.Sprint(*j.Spec.Completions - 1)
	width := max(s.width-len(indent)-len("0  ")-len(last), 1)
	texts := []string{"0 " + strings.TrimRight(s.glyphs.indexes(r, width), " ") + " " + last}
	if failed := j.FailedIndexes(); failed.Len() > 0 {
		texts = append(texts, fmt.Sprintf("%d failed: %s", failed.Len(), failed))
	}
	return texts
}

// omitted is what there is beside the attempts that are shown.
type omitted struct{ attempts, succeeded int }

// choose takes so many attempts: the latest, and rather those that did not succeed.
func choose(attempts []job.Attempt, most int) ([]job.Attempt, omitted) {
	var left omitted
	over := len(attempts) - max(most, 1)
	if over <= 0 {
		return attempts, left
	}
	succeeded := 0
	for _, a := range attempts {
		if a.Outcome == job.AttemptSucceeded {
			succeeded++
		}
	}
	left.attempts, left.succeeded = over, min(over, succeeded)
	others := over - left.succeeded // of which the oldest are left out
	skip := left.succeeded
	chosen := make([]job.Attempt, 0, len(attempts)-over)
	for _, a := range attempts {
		switch {
		case a.Outcome == job.AttemptSucceeded && skip > 0:
			skip--
		case a.Outcome != job.AttemptSucceeded && others > 0:
			others--
		default:
			chosen = append(chosen, a)
		}
	}
	return chosen, left
}

func ofAttempt(a job.Attempt, now time.Time) string {
	what := fmt.Sprintf("#%d", a.Number)
	if a.Index != "" {
		what = "index " + a.Index
	}
	node := a.Node
	if node == "" {
		node = "no node"
	}
	text := fmt.Sprintf("%-9s %s on %s: %s", what, a.Pod, node, a.Result())
	if a.Restart > 0 {
		text += fmt.Sprintf(", restart %d", a.Restart)
	}
	if d := a.Duration(now); d > 0 {
		text += ", " + job.Human(d)
	}
	return text
}

func styleOf(a job.Attempt) term.Style {
	switch a.Outcome {
	case job.AttemptSucceeded:
		return term.Good
	case job.AttemptFailed:
		return term.Bad
	case job.AttemptDeleted:
		return term.Warn
	case job.AttemptPending, job.AttemptRunning:
	}
	return term.Plain
}
