package cleanup

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/retention"
)

// redraw is how often a line of progress is drawn.
const redraw = 100 * time.Millisecond

// progress tells of what is being done: on a terminal in one line with rate and time left, elsewhere in a line a Job. It is safe
// for concurrent use.
type progress struct {
	options *Options
	all     int
	began   time.Time
	live    bool
	stop    context.CancelFunc
	drawing sync.WaitGroup

	mu    sync.Mutex
	count int
	waits error // why nothing goes on, nil while it does
	told  map[string]bool
	line  bool // a line of progress stands on the terminal
}

func newProgress(ctx context.Context, o *Options, all int) *progress {
	p := &progress{options: o, all: all, began: o.Clock.Now(), told: map[string]bool{}, live: term.IsTerminal(o.ErrOut) && o.Output != "name"}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx)) // what is under way after an interruption is told, too
	p.stop = stop
	if p.live {
		p.drawing.Go(func() { p.drawAgain(ctx) })
	}
	return p
}

// drawAgain draws the line until ctx ends.
func (p *progress) drawAgain(ctx context.Context) {
	for {
		timer := p.options.Clock.NewTimer(redraw)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C():
			p.draw()
		}
	}
}

// done tells of a Job that was deleted.
func (p *progress) done(c retention.Candidate) {
	o := p.options
	suffix := ""
	if o.DryRun == arg.DryRunServer {
		suffix = " (server dry run)"
	}
	switch {
	case o.structured() || o.Output == "" && p.live:
	case o.Output == "name":
		_, _ = fmt.Fprintln(o.Out, c.Ref()) // what cannot be written is told at the end
	default:
		_, _ = fmt.Fprintf(o.Out, "%s %s from namespace %s%s\n", c.Ref(), p.verb(), c.Namespace, suffix)
	}
}

func (p *progress) verb() string {
	if p.options.TTL != nil {
		return "patched"
	}
	return "deleted"
}

// say writes a line of its own.
func (p *progress) say(format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wipe()
	p.options.note(format, args...)
}

// step counts a Job.
func (p *progress) step() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.count++
	p.waits = nil
}

// wait says why it does not go on for now: in the line, or where there is none once for each reason.
func (p *progress) wait(why error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waits = why
	if !p.live && !p.told[why.Error()] {
		p.told[why.Error()] = true
		p.options.note("%v", why)
	}
}

func (p *progress) draw() {
	p.mu.Lock()
	defer p.mu.Unlock()
	_, _ = fmt.Fprintf(p.options.ErrOut, "\r\x1b[K%s", p.text())
	p.line = true
}

// text is such as "812 of 10000, 410/s, about 22s left".
func (p *progress) text() string {
	text := fmt.Sprintf("%d of %d", p.count, p.all)
	if p.waits != nil {
		return text + "; " + p.waits.Error()
	}
	if passed := p.options.Clock.Now().Sub(p.began); p.count > 0 && passed > 0 {
		rate := float64(p.count) / passed.Seconds()
		rest := time.Duration(float64(p.all-p.count) / rate * float64(time.Second))
		text += fmt.Sprintf(", %.0f/s, about %s left", rate, job.Human(rest))
	}
	return text
}

// wipe takes the line away.
func (p *progress) wipe() {
	if p.line {
		_, _ = fmt.Fprint(p.options.ErrOut, "\r\x1b[K")
		p.line = false
	}
}

// end ends the drawing.
func (p *progress) end() {
	p.stop()
	p.drawing.Wait()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.wipe()
}
