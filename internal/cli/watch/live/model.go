package live

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/job"
)

const (
	// second is how often countdowns are drawn anew.
	second = time.Second
	// logGlance is how often a log is drawn while it is shown.
	logGlance = 100 * time.Millisecond
)

// model is what the terminal shows, and what keys do to it.
type model struct {
	ctx     context.Context //nolint:containedctx // bubbletea's commands take none
	options Options
	board   *board
	screen  screen
	subject string // what is watched

	selected  string // uid
	expanded  map[string]bool
	top       int // the first line that is shown
	hideEnded bool
	help      bool
	asked     *question
	said      string // what became of the last key
	log       *logPane

	quit    bool // by key
	refused follow.Refusals
	failed  error // the Jobs may not be watched
}

// question is asked before something that cannot be undone.
type question struct {
	question string
	do       tea.Cmd
}

type (
	newsMsg []cluster.JobUpdate
	tickMsg struct{}
	saidMsg string
)

func (m *model) Init() tea.Cmd { return m.tick() }

func (m *model) tick() tea.Cmd {
	every := second
	if m.log != nil {
		every = logGlance
	}
	return tea.Tick(every, func(time.Time) tea.Msg { return tickMsg{} })
}

func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.screen.width, m.screen.height = msg.Width, msg.Height
	case newsMsg:
		now := m.options.Clock.Now()
		for _, u := range msg {
			m.board.take(u, now)
			if p := u.Problem; p != nil && p.Lasting() && p.Resource == "jobs" && m.refused.Before(p.Resource, now) {
				m.failed = p.Err
				return m, tea.Quit
			}
		}
		m.choose()
		if m.options.Until.over(m.board) {
			return m, tea.Quit
		}
	case tickMsg:
		return m, m.tick()
	case saidMsg:
		m.said = string(msg)
	case tea.KeyPressMsg:
		return m, m.key(msg.String())
	}
	return m, nil
}

func (m *model) View() tea.View {
	text := ""
	switch now := m.options.Clock.Now(); {
	case m.screen.height == 0: // the size has not been told yet
	case m.log != nil:
		text = m.log.draw(m.screen)
	default:
		text = m.screen.draw(m, now)
	}
	v := tea.NewView(text)
	v.AltScreen = true
	return v
}

// choose selects the first Job if none is.
func (m *model) choose() {
	if !m.board.listed || m.board.rows[m.selected] != nil && (!m.hideEnded || !m.board.rows[m.selected].over()) {
		return
	}
	m.selected = ""
	if rows := m.board.sorted(!m.hideEnded); len(rows) > 0 {
		m.selected = rows[0].job.Metadata.UID
		if m.options.Expand && len(rows) == 1 {
			m.expanded[m.selected] = true
		}
	}
}

func (m *model) key(key string) tea.Cmd {
	if key == "ctrl+z" {
		return tea.Suspend
	}
	switch {
	case key == "ctrl+c":
		m.quit = true
		return tea.Interrupt
	case m.log != nil:
		return m.logKey(key)
	case m.asked != nil:
		asked := m.asked
		m.asked = nil
		if key == "y" {
			return asked.do
		}
		return nil
	}
	m.said = ""
	switch key {
	case "q", "esc":
		if m.help {
			m.help = false
			return nil
		}
		m.quit = true
		return tea.Quit
	case "?":
		m.help = !m.help
	case "h":
		m.hideEnded = !m.hideEnded
		m.choose()
	case "up", "k":
		m.move(-1)
	case "down", "j":
		m.move(1)
	case "pgup":
		m.move(-m.page())
	case "pgdown":
		m.move(m.page())
	case "home", "g":
		m.move(-len(m.board.rows))
	case "end", "G":
		m.move(len(m.board.rows))
	default:
		return m.act(key)
	}
	return nil
}

func (m *model) page() int { return max(m.screen.height-4, 1) }

// move selects the Job so many places further down.
func (m *model) move(by int) {
	rows := m.board.sorted(!m.hideEnded)
	for i, r := range rows {
		if r.job.Metadata.UID == m.selected {
			m.selected = rows[max(min(i+by, len(rows)-1), 0)].job.Metadata.UID
			return
		}
	}
}

// chosen is the Job that is selected, nil if there is none.
func (m *model) chosen() *job.Job {
	if r := m.board.rows[m.selected]; r != nil && !r.gone {
		return &r.job
	}
	return nil
}
