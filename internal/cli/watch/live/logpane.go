package live

import (
	"context"
	"fmt"
	"strings"
	"sync"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// maxLines is how many lines of a log are kept to be scrolled through.
const maxLines = 10_000

// maxLine is about how much of a line is kept, in bytes.
const maxLine = 64 << 10

// logPane shows the logs of a Job.
type logPane struct {
	job  job.Job
	stop context.CancelFunc
	back int // lines that are scrolled up; 0 stays with the end

	mu    sync.Mutex
	lines []string
	lost  int    // lines that are no longer kept
	last  string // the last line as it was written
	open  bool   // it has not ended
}

// openLog begins to read the logs.
func openLog(ctx context.Context, o Options, j job.Job) *logPane {
	ctx, stop := context.WithCancel(ctx)
	pane := &logPane{job: j, stop: stop}
	lines := term.NewLines(pane)
	go func() {
		_, err := follow.Job(ctx, j, follow.Options{Cluster: o.Cluster, Clock: o.Clock, Notes: lines, Output: lines, Logs: true, Prefix: true})
		if err != nil && ctx.Err() == nil {
			_ = lines.Printf("%s: %v", j.Metadata.Name, err)
		}
	}()
	return pane
}

// Write takes in what was read; nothing of it may steer the terminal.
func (p *logPane) Write(text []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for part := range strings.Lines(string(text)) {
		if !p.open {
			p.lines, p.last = append(p.lines, ""), ""
		}
		if len(p.last) < maxLine {
			p.last = latest(p.last + strings.TrimSuffix(part, "\n"))
		}
		p.lines[len(p.lines)-1] = plain(strings.ReplaceAll(strings.TrimRight(p.last, "\r"), "\t", "    "))
		p.open = !strings.HasSuffix(part, "\n")
	}
	if over := len(p.lines) - maxLines; over > 0 {
		p.lines = append([]string(nil), p.lines[over:]...)
		p.lost += over
	}
	return len(text), nil
}

// latest is the last state of a line that a program has written over, to show progress, with the name of the Pod before it.
func latest(line string) string {
	prefix, text, named := strings.Cut(line, "] ")
	if !named || !strings.HasPrefix(line, "[") {
		prefix, text = "", line
	} else {
		prefix += "] "
	}
	at := strings.LastIndexByte(strings.TrimRight(text, "\r"), '\r')
	return prefix + text[at+1:]
}

func (p *logPane) draw(s screen) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	room := max(s.height-2, 1)
	p.back = max(min(p.back, len(p.lines)-room), 0)
	last := len(p.lines) - p.back
	shown := []string{paint(term.Strong, "logs of "+p.job.Metadata.Name)}
	if p.lost > 0 {
		shown[0] += fmt.Sprintf("  (%d earlier lines are no longer kept; see kubectl job logs)", p.lost)
	}
	shown = append(shown, p.lines[max(last-room, 0):last]...)
	for len(shown) < room+1 {
		shown = append(shown, "")
	}
	where := ""
	if p.back > 0 {
		where = fmt.Sprintf("  %d lines further down", p.back)
	}
	shown = append(shown, paint(term.Dim, "esc back  "+s.glyphs.arrows+" scroll  end follow"+where))
	for i := range shown {
		shown[i] = ansi.Truncate(shown[i], s.width, s.glyphs.more)
	}
	return strings.Join(shown, "\n")
}

func (m *model) logKey(key string) tea.Cmd {
	p := m.log
	switch key {
	case "q", "esc", "l":
		p.stop()
		m.log = nil
	case "up", "k":
		p.back++
	case "down", "j":
		p.back--
	case "pgup":
		p.back += m.page()
	case "pgdown":
		p.back -= m.page()
	case "home", "g":
		p.back = maxLines
	case "end", "G":
		p.back = 0
	}
	return nil
}
