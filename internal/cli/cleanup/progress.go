package cleanup

import (
	"fmt"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/retention"
)

// redraw is how often a line of progress is drawn.
const redraw = 100 * time.Millisecond

// progress tells of what is being done: on a terminal in one line with rate and time left, elsewhere in a line a Job.
type progress struct {
	options *Options
	all     int
	count   int
	began   time.Time
	drawn   time.Time
	line    bool // a line of progress stands on the terminal
	live    bool
}

func newProgress(o *Options, all int) *progress {
	return &progress{options: o, all: all, began: o.Clock.Now(), live: term.IsTerminal(o.ErrOut) && o.Output != "name"}
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
	p.end()
	p.options.note(format, args...)
}

// step counts a Job, and now and then draws the line.
func (p *progress) step() {
	p.count++
	now := p.options.Clock.Now()
	if !p.live || now.Sub(p.drawn) < redraw || now.Sub(p.began) < redraw {
		return
	}
	p.drawn = now
	rate := float64(p.count) / now.Sub(p.began).Seconds()
	rest := time.Duration(float64(p.all-p.count) / rate * float64(time.Second))
	_, _ = fmt.Fprintf(p.options.ErrOut, "\r\x1b[K%d of %d, %.0f/s, about %s left", p.count, p.all, rate, job.Human(rest))
	p.line = true
}

// end takes the line away.
func (p *progress) end() {
	if p.line {
		_, _ = fmt.Fprint(p.options.ErrOut, "\r\x1b[K")
		p.line = false
	}
}
