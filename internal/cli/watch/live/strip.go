package live

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/job"
)

// glyphs are the characters of bars and marks.
type glyphs struct {
	done, part, active, failed, open string
	selected, expanded               string
	arrows, more                     string // up and down; that a line goes on
}

func newGlyphs(unicode bool) glyphs {
	if unicode {
		return glyphs{done: "█", part: "▄", active: "▒", failed: "✗", open: "·", selected: "▸", expanded: "▾", arrows: "↑↓", more: "…"}
	}
	return glyphs{done: "#", part: "=", active: "+", failed: "x", open: ".", selected: ">", expanded: "v", arrows: "jk", more: "~"}
}

// bar is the progress of a Job in so many characters. That of an Indexed Job has a place for each index, or for as many as
// come to one: a failed one shows before all others, then one that runs.
func (g glyphs) bar(r *row, width int) string {
	j := r.job
	if j.Spec.Kind() == job.Indexed && j.Spec.Completions != nil && *j.Spec.Completions > 0 {
		return g.indexes(r, width)
	}
	total := j.Status.Succeeded + j.Status.Active // of a work queue nobody knows more
	if j.Spec.Completions != nil {
		total = *j.Spec.Completions
	}
	if total <= 0 {
		return strings.Repeat(g.open, width)
	}
	done := min(int(j.Status.Succeeded)*width/int(total), width)
	active := min((int(j.Status.Succeeded+j.Status.Active)*width+int(total)-1)/int(total), width)
	if j.Status.Active == 0 {
		active = done
	}
	rest := g.open
	if j.State() == job.StateFailed {
		rest = g.failed
	}
	return strings.Repeat(g.done, done) + strings.Repeat(g.active, max(active-done, 0)) + strings.Repeat(rest, width-max(active, done))
}

func (g glyphs) indexes(r *row, width int) string {
	return g.strip(int(*r.job.Spec.Completions), r.job.CompletedIndexes(), r.found.active, r.job.FailedIndexes(), width)
}

func (g glyphs) strip(n int, succeeded, active, failed job.Indexes, width int) string {
	cells := min(n, width)
	var b strings.Builder
	for i := range cells {
		first, last := i*n/cells, (i+1)*n/cells-1
		switch done := succeeded.Within(first, last); {
		case failed.Within(first, last) > 0:
			b.WriteString(g.failed)
		case active.Within(first, last) > 0:
			b.WriteString(g.active)
		case done == last-first+1:
			b.WriteString(g.done)
		case done > 0:
			b.WriteString(g.part)
		default:
			b.WriteString(g.open)
		}
	}
	return b.String() + strings.Repeat(" ", width-cells)
}
