package live

import (
	"fmt"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// screen draws the board into a terminal.
type screen struct {
	width, height int
	glyphs        glyphs
	spaces        bool // show namespaces
}

const (
	barWidth  = 16
	maxName   = 32
	maxUnder  = 12 // attempts that an expanded Job shows
	smallest  = 3  // lines: title, one Job, keys
	nameSpace = 8
	// numbersWidth is how much of a line is neither a Job's name nor what there is to say of it.
	numbersWidth = 57
)

// line is a line of the board: of a Job, or of an attempt below it.
type line struct {
	row  *row
	own  bool   // it is the Job's, and drawn only if it is shown
	text string // of an attempt
}

func paint(style term.Style, text string) string {
	if style == term.Plain || text == "" {
		return text
	}
	return "\x1b[" + string(style) + "m" + text + "\x1b[m"
}

// draw is the whole screen, a line for each of its lines.
func (s *screen) draw(m *model, now time.Time) string {
	rows := m.board.sorted(!m.hideEnded)
	lines := s.lines(m, rows, now)
	foot := s.foot(m, now)
	room := max(s.height-2-len(foot), 1)
	top := s.scroll(m, lines, room)
	shown := []string{s.title(m, rows), s.heading(rows)}
	width := s.nameWidth(rows)
	for _, l := range lines[top:min(top+room, len(lines))] {
		if l.own {
			l.row.refresh(now)
			uid := l.row.job.Metadata.UID
			l.text = s.ofJob(l.row, width, uid == m.selected, m.expanded[uid], now)
		}
		shown = append(shown, l.text)
	}
	for len(shown) < s.height-len(foot) {
		shown = append(shown, "")
	}
	shown = append(shown, foot...)
	for i := range shown {
		shown[i] = ansi.Truncate(shown[i], s.width, "…")
	}
	return strings.Join(shown[:min(len(shown), max(s.height, smallest))], "\n")
}

// scroll is the first line that is shown, so that the selected Job is.
func (s *screen) scroll(m *model, lines []line, room int) int {
	at := 0
	for i, l := range lines {
		if l.row.job.Metadata.UID == m.selected {
			at = i
			break
		}
	}
	if at < m.top {
		m.top = at
	}
	last := at
	for last+1 < len(lines) && lines[last+1].row == lines[at].row && last-at < room-1 {
		last++
	}
	if last >= m.top+room {
		m.top = last - room + 1
	}
	m.top = max(min(m.top, len(lines)-room), 0)
	return m.top
}

func (s *screen) title(m *model, rows []*row) string {
	counts := map[string]int{}
	for _, r := range m.board.rows {
		switch {
		case r.job.State() == job.StateFailed:
			counts["failed"]++
		case r.job.State() == job.StateComplete:
			counts["complete"]++
		case r.gone:
			counts["deleted"]++
		case r.job.State() == job.StateSuspended:
			counts["suspended"]++
		default:
			counts["running"]++
		}
	}
	var parts []string
	for _, name := range []string{"running", "suspended", "complete", "failed", "deleted"} {
		if counts[name] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", counts[name], name))
		}
	}
	title := paint(term.Strong, m.subject)
	switch {
	case !m.board.listed:
		title += "  reading..."
	case len(parts) == 0:
		title += "  no Jobs"
	default:
		title += "  " + strings.Join(parts, ", ")
	}
	if hidden := len(m.board.rows) - len(rows); hidden > 0 {
		title += fmt.Sprintf(" (%d hidden)", hidden)
	}
	return title
}

func (s *screen) nameWidth(rows []*row) int {
	widest := nameSpace
	for _, r := range rows {
		widest = max(widest, len(s.name(r)))
	}
	return min(widest, maxName, max(s.width-60, nameSpace))
}

func (s *screen) name(r *row) string {
	if s.spaces {
		return r.job.Metadata.Namespace + "/" + r.job.Metadata.Name
	}
	return r.job.Metadata.Name
}

func (s *screen) heading(rows []*row) string {
	if len(rows) == 0 {
		return ""
	}
	return paint(term.Dim, fmt.Sprintf("  %-*s %-*s %9s %4s %4s %4s %4s %5s", s.nameWidth(rows), "NAME", barWidth, "PROGRESS", "DONE", "ACT", "RDY", "TERM", "FAIL", "TIME"))
}

func (s *screen) lines(m *model, rows []*row, now time.Time) []line {
	lines := make([]line, 0, len(rows))
	for _, r := range rows {
		lines = append(lines, line{row: r, own: true})
		if m.expanded[r.job.Metadata.UID] {
			r.refresh(now)
			lines = append(lines, s.under(r, now)...)
		}
	}
	return lines
}

func (s *screen) ofJob(r *row, width int, selected, expanded bool, now time.Time) string {
	j := r.job
	mark := " "
	switch {
	case expanded:
		mark = s.glyphs.expanded
	case selected:
		mark = s.glyphs.selected
	}
	name := fmt.Sprintf("%-*s", width, ansi.Truncate(s.name(r), width, "…"))
	if selected {
		mark, name = paint(term.Strong, mark), paint(term.Strong, name)
	}
	said, style := r.says(now)
	failed := fmt.Sprintf("%4d", j.Status.Failed)
	if j.Status.Failed > 0 {
		failed = paint(term.Bad, failed)
	}
	took := "-"
	if d := j.Duration(now); d > 0 {
		took = job.Human(d)
	}
	return fmt.Sprintf("%s %s %s %9s %4d %4d %4d %s %5s  %s", mark, name, paint(style, s.glyphs.bar(r, barWidth)), done(j),
		j.Status.Active, deref(j.Status.Ready), deref(j.Status.Terminating), failed, took, paint(style, said))
}

// done is how many completions there are of how many.
func done(j job.Job) string {
	if j.Spec.Completions == nil {
		return fmt.Sprintf("%d", j.Status.Succeeded)
	}
	return fmt.Sprintf("%d/%d", j.Status.Succeeded, *j.Spec.Completions)
}

func deref(n *int32) int32 {
	if n == nil {
		return 0
	}
	return *n
}

// under are the latest attempts of an expanded Job.
func (s *screen) under(r *row, now time.Time) []line {
	attempts := r.found.attempts
	var lines []line
	add := func(style term.Style, format string, args ...any) {
		lines = append(lines, line{row: r, text: paint(style, "    "+fmt.Sprintf(format, args...))})
	}
	if len(attempts) == 0 {
		add(term.Dim, "no Pods")
	}
	if hidden := len(attempts) - maxUnder; hidden > 0 {
		attempts = attempts[hidden:]
		add(term.Dim, "%d earlier attempts", hidden)
	}
	for _, a := range attempts {
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
		add(styleOf(a), "%s", text)
	}
	for _, w := range r.found.waits {
		add(term.Warn, "waits for %s", w.For)
	}
	return lines
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

// foot are the last lines: what is asked or was done, trouble, and the keys.
func (s *screen) foot(m *model, now time.Time) []string {
	foot := s.rest(m, now)
	for _, resource := range []string{cluster.WholeCluster, "jobs", "pods", "events"} {
		if wrong := m.board.trouble[resource]; wrong != "" {
			foot = append(foot, paint(term.Warn, fmt.Sprintf("lost sight of the %s, trying again: %s", resource, wrong)))
		}
	}
	switch {
	case m.asked != nil:
		return append(foot, paint(term.Warn, m.asked.question+" (y/n)"))
	case m.said != "":
		foot = append(foot, m.said)
	}
	if m.help {
		return append(foot, helpLines()...)
	}
	return append(foot, paint(term.Dim, "↑↓ choose  enter expand  l logs  s suspend/resume  r rerun  d delete  h hide ended  ? help  q quit"))
}

// rest is what there is to say of the selected Job, where its own line is too short for it.
func (s *screen) rest(m *model, now time.Time) []string {
	r := m.board.rows[m.selected]
	if r == nil {
		return nil
	}
	said, style := r.says(now)
	if len([]rune(said)) <= s.width-s.nameWidth(m.board.sorted(!m.hideEnded))-numbersWidth {
		return nil
	}
	const most = 3
	lines := term.Wrap(s.name(r)+": "+said, max(s.width, 1))
	lines = lines[:min(len(lines), most)]
	for i := range lines {
		lines[i] = paint(style, lines[i])
	}
	return lines
}

func helpLines() []string {
	return []string{
		"↑ ↓ j k     choose a Job; home, end, page up and page down too",
		"enter       show its attempts, or hide them",
		"l           its logs; esc or q comes back",
		"s           suspend it: its Pods are deleted; or resume it",
		"r           run it again, as a new Job",
		"d           delete it with its Pods",
		"h           hide the Jobs that have ended",
		"ctrl+z      put kubectl job into the background",
		"q ctrl+c    quit; the Jobs go on",
	}
}
