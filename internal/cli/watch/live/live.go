package live

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/job"
)

// ErrQuit says that the person has quit before the end.
var ErrQuit = errors.New("quit")

// frame is the shortest time between two drawings.
const frame = 40 * time.Millisecond

// Options say what is shown.
type Options struct {
	Cluster *cluster.Cluster
	Clock   clock.Clock
	In      io.Reader
	Out     io.Writer
	Subject string // what is watched, in words
	Spaces  bool   // show namespaces
	Expand  bool   // show the attempts of a Job that is alone from the beginning
	Until   Until
}

// Until is when it ends by itself.
type Until struct {
	Jobs  follow.Until
	Never bool // only by key
	Any   bool // with the first Job
	Ended bool // Jobs count that had ended before

	first map[string]bool // Jobs that had ended before
}

// over tells whether there is nothing more to wait for.
func (u *Until) over(b *board) bool {
	if !b.listed {
		return false
	}
	if u.first == nil {
		u.first = map[string]bool{}
		for uid, r := range b.rows {
			u.first[uid] = r.over() && !u.Ended
		}
	}
	if u.Never {
		return false
	}
	left := 0
	for uid, r := range b.rows {
		if u.first[uid] {
			continue
		}
		reached := u.Jobs.Outcome(r.job, nil, r.history.Begun()).Reached
		if reached && u.Any {
			return true
		}
		if !reached && !r.over() {
			left++
		}
	}
	return left == 0
}

// Run shows the Jobs until all have come to their end, or a key says so; then it tells how each has ended, the oldest first.
// The error is ErrQuit, or the cause of ctx.
func Run(ctx context.Context, s cluster.Selection, o Options) ([]follow.End, error) {
	watching, stop := context.WithCancel(ctx)
	defer stop()
	m := &model{
		ctx: watching, options: o, refused: follow.Refusals{}, board: newBoard(o.Until.Never), subject: o.Subject, expanded: map[string]bool{},
		screen: screen{glyphs: newGlyphs(unicode()), spaces: o.Spaces},
	}
	program := tea.NewProgram(m, tea.WithContext(ctx), tea.WithInput(o.In), tea.WithOutput(o.Out), tea.WithoutSignalHandler())
	updates := make(chan cluster.JobUpdate)
	go func() {
		defer close(updates)
		o.Cluster.WatchJobs(watching, s, func(u cluster.JobUpdate) {
			select {
			case updates <- u:
			case <-watching.Done():
			}
		})
	}()
	go pump(watching, updates, o.Clock, program.Send)
	_, err := program.Run()
	m.settle(ctx)
	if m.log != nil {
		m.log.stop()
	}
	switch {
	case ctx.Err() != nil:
		return m.ends(), context.Cause(ctx)
	case errors.Is(err, tea.ErrInterrupted):
		return m.ends(), fmt.Errorf("interrupted: %w", context.Canceled)
	case err != nil:
		return m.ends(), fmt.Errorf("terminal: %w", err)
	case m.failed != nil:
		return m.ends(), m.failed
	case m.quit:
		return m.ends(), ErrQuit
	default:
		return m.ends(), nil
	}
}

// pump passes news on, what comes within one frame together.
func pump(ctx context.Context, updates <-chan cluster.JobUpdate, c clock.Clock, send func(tea.Msg)) {
	timer := c.NewTimer(time.Hour)
	timer.Stop()
	defer timer.Stop()
	var batch newsMsg
	waits, last := false, time.Time{}
	flush := func() {
		send(batch)
		batch, waits, last = nil, false, c.Now()
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-timer.C():
			flush()
		case u, open := <-updates:
			if !open {
				return
			}
			batch = append(batch, u)
			switch left := frame - c.Since(last); {
			case waits:
			case left <= 0:
				flush()
			default:
				waits = true
				timer.Reset(left)
			}
		}
	}
}

// settle reads the Pods of the Jobs that failed: how their attempts came out decides the exit code, and the watch of the Pods
// may be behind that of the Jobs. Where they cannot be read, what was seen counts.
func (m *model) settle(ctx context.Context) {
	for uid, r := range m.board.rows {
		if r.gone || r.job.State() != job.StateFailed || m.options.Until.first[uid] || m.quit {
			continue
		}
		pods, err := m.options.Cluster.Pods(ctx, r.job)
		if err != nil {
			return
		}
		for _, p := range pods {
			r.history.Observe(p)
		}
	}
}

// ends are how the Jobs that count have come out.
func (m *model) ends() []follow.End {
	var ends []follow.End
	rows := slices.Clone(m.board.sorted(true))
	slices.SortStableFunc(rows, func(a, b *row) int { return a.job.Metadata.CreationTimestamp.Compare(b.job.Metadata.CreationTimestamp) })
	for _, r := range rows {
		if m.options.Until.first[r.job.Metadata.UID] {
			continue
		}
		end := follow.End{Result: m.options.Until.Jobs.Outcome(r.job, r.history.Attempts(r.job.Spec), r.history.Begun())}
		if r.gone && !r.job.Finished() {
			end.Code, end.Left = exit.Gone, r.left
		}
		if m.options.Until.Any && !end.Reached {
			continue
		}
		ends = append(ends, end)
	}
	return ends
}

// unicode tells whether the terminal shows more than ASCII.
func unicode() bool {
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if value := strings.ToLower(os.Getenv(name)); value != "" {
			return strings.Contains(value, "utf-8") || strings.Contains(value, "utf8")
		}
	}
	return false
}
