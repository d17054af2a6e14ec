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

// logPane shows the logs of a Job.
type logPane struct {
	job  job.Job
	stop context.CancelFunc
	back int // lines that are scrolled up; 0 stays with the end

	mu    sync.Mutex
	lines []string
	lost  int // lines that are no longer kept
	open  bool
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
		plain := ansi.Strip(strings.ReplaceAll(strings.TrimRight(part, "\r\n"), "\t", "    "))
		if at := strings.LastIndexByte(plain, '\r'); at >= 0 { // progress: the last state of it
			plain = plain[at+1:]
		}
		if p.open && len(p.lines) > 0 {
			p.lines[len(p.lines)-1] += plain
		} else {
			p.lines = append(p.lines, plain)
		}
		p.open = !strings.HasSuffix(part, "\n")
	}
	if over := len(p.lines) - maxLines; over > 0 {
		p.lines = append([]string(nil), p.lines[over:]...)
		p.lost += over
	}
	return len(text), nil
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
	shown = append(shown, paint(term.Dim, "esc back  ↑↓ scroll  end follow"+where))
	for i := range shown {
		shown[i] = ansi.Truncate(shown[i], s.width, "…")
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
