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
	minUnder  = 12 // attempts that an expanded Job may show in any case
	smallest  = 3  // lines: title, one Job, keys
	nameSpace = 8
	doneSpace = 9
	// fixed is how much of a line is neither a column below nor what there is to say of a Job.
	fixed = 48
)

// columns are those whose width depends on the Jobs.
type columns struct{ name, done int }

func (c columns) width() int { return fixed + c.name + c.done }

// line is a line of the board: of a Job, or of an attempt below it.
type line struct {
	row  *row
	own  bool   // it is the Job's, and drawn only if it is shown
	text string // of an attempt
}

// plain takes out of a text, which may come from the cluster, what would steer the terminal.
func plain(text string) string { return term.OneLine(ansi.Strip(text)) }

func paint(style term.Style, text string) string {
	text = plain(text)
	if style == term.Plain || text == "" {
		return text
	}
	return "\x1b[" + string(style) + "m" + text + "\x1b[m"
}

// draw is the whole screen, a line for each of its lines.
func (s *screen) draw(m *model, now time.Time) string {
	rows := m.board.sorted(!m.hideEnded)
	cols := s.columns(rows)
	foot := s.foot(m, cols, now)
	room := max(s.height-2-len(foot), 1)
	lines := s.lines(m, rows, room, now)
	top := s.scroll(m, lines, room)
	shown := []string{s.title(m, rows), heading(rows, cols)}
	for _, l := range lines[top:min(top+room, len(lines))] {
		if l.own {
			l.row.refresh(now)
			uid := l.row.job.Metadata.UID
			l.text = s.ofJob(l.row, cols, uid == m.selected, m.expanded[uid], now)
		}
		shown = append(shown, l.text)
	}
	for len(shown) < s.height-len(foot) {
		shown = append(shown, "")
	}
	shown = append(shown, foot...)
	for i := range shown {
		shown[i] = ansi.Truncate(shown[i], s.width, s.glyphs.more)
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
		case r.left:
			counts["left"]++
		case r.gone:
			counts["deleted"]++
		case r.job.State() == job.StateSuspended:
			counts["suspended"]++
		default:
			counts["running"]++
		}
	}
	var parts []string
	for _, name := range []string{"running", "suspended", "complete", "failed", "deleted", "left"} {
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

func (s *screen) columns(rows []*row) columns {
	c := columns{nameSpace, doneSpace}
	for _, r := range rows {
		c.name, c.done = max(c.name, len(s.name(r))), max(c.done, len(done(r.job)))
	}
	c.name = min(c.name, maxName, max(s.width-fixed-c.done-3, nameSpace))
	return c
}

func (s *screen) name(r *row) string {
	if s.spaces {
		return r.job.Metadata.Namespace + "/" + r.job.Metadata.Name
	}
	return r.job.Metadata.Name
}

func heading(rows []*row, c columns) string {
	if len(rows) == 0 {
		return ""
	}
	return paint(term.Dim, fmt.Sprintf("  %-*s %-*s %*s %4s %4s %4s %4s %5s", c.name, "NAME", barWidth, "PROGRESS", c.done, "DONE", "ACT", "RDY", "TERM", "FAIL", "TIME"))
}

// lines are those of all Jobs; where there is room, those that are expanded share it.
func (s *screen) lines(m *model, rows []*row, room int, now time.Time) []line {
	expanded := 0
	for _, r := range rows {
		if m.expanded[r.job.Metadata.UID] {
			expanded++
		}
	}
	lines := make([]line, 0, len(rows))
	for _, r := range rows {
		lines = append(lines, line{row: r, own: true})
		if m.expanded[r.job.Metadata.UID] {
			r.refresh(now)
			lines = append(lines, s.under(r, max((room-len(rows))/expanded, minUnder), now)...)
		}
	}
	return lines
}

func (s *screen) ofJob(r *row, c columns, selected, expanded bool, now time.Time) string {
	j := r.job
	mark := " "
	switch {
	case expanded:
		mark = s.glyphs.expanded
	case selected:
		mark = s.glyphs.selected
	}
	name := fmt.Sprintf("%-*s", c.name, ansi.Truncate(s.name(r), c.name, s.glyphs.more))
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
	return fmt.Sprintf("%s %s %s %*s %4d %4d %4d %s %5s  %s", mark, name, paint(style, s.glyphs.bar(r, barWidth)), c.done, done(j),
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

// foot are the last lines: what is asked or was done, trouble, and the keys.
func (s *screen) foot(m *model, c columns, now time.Time) []string {
	foot := s.rest(m, c, now)
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
		return append(foot, s.glyphs.help()...)
	}
	keys := s.glyphs.arrows + " choose  enter expand  l logs  s suspend/resume  r rerun  d delete  h hide ended  ? help  q quit"
	if len([]rune(keys)) > s.width {
		keys = s.glyphs.arrows + "  enter expand  l logs  s suspend  r rerun  d delete  ? help  q quit"
	}
	return append(foot, paint(term.Dim, keys))
}

// rest is what there is to say of the selected Job, where its own line is too short for it.
func (s *screen) rest(m *model, c columns, now time.Time) []string {
	r := m.board.rows[m.selected]
	if r == nil {
		return nil
	}
	r.refresh(now)
	said, style := r.says(now)
	said = plain(said)
	if said == "" || len([]rune(said)) <= s.width-c.width() {
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

func (g glyphs) help() []string {
	return []string{
		fmt.Sprintf("progress    %s done  %s some of it  %s runs  %s failed  %s to come", g.done, g.part, g.active, g.failed, g.open),
		"arrows j k  choose a Job; home, end, page up and page down too",
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
