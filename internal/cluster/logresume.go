package cluster

import "time"

// logMargin is how many seconds before the latest line a log is taken up again. Lines of standard output and
// standard error may come with times that step back a little; a margin finds them.
const logMargin = 2

// logPosition is how much of a log was given out. The kubelet finds a place in a log by whole seconds only,
// and leaves out each line that is older (pkg/kubelet/kuberuntime/logs, logWriter.write): so what counts is
// how many lines from a certain second on were given out.
type logPosition struct {
	ranged bool          // older lines than the first were not wanted
	wanted time.Time     // the time of the first line then
	latest time.Time     // the highest time of a line that was given out, or was begun
	lines  map[int64]int // whole lines given out, by second, from latest less logMargin on
	begun  time.Time     // of the line that was given out in part
	part   int           // how many bytes of it, 0 if there is none
}

// since is the second from which on to read again, 0 for the beginning.
func (p *logPosition) since() int64 {
	if p.latest.IsZero() {
		return 0
	}
	return p.latest.Unix() - logMargin
}

// given is how many whole lines from that second on were given out.
func (p *logPosition) given() int {
	count := 0
	for _, n := range p.lines {
		count += n
	}
	return count
}

// gave notes that so many bytes of a line were given out; last tells that they end it.
func (p *logPosition) gave(at time.Time, bytes int, last bool) {
	if at.After(p.latest) {
		p.latest = at
	}
	if p.ranged && p.wanted.IsZero() {
		p.wanted = at
	}
	if !at.Equal(p.begun) {
		p.begun, p.part = at, 0
	}
	p.part += bytes
	if !last {
		return
	}
	p.part = 0
	if p.lines == nil {
		p.lines = map[int64]int{}
	}
	p.lines[at.Unix()]++
	for second := range p.lines {
		if second < p.since() {
			delete(p.lines, second)
		}
	}
}

// resumption leaves out of a log that is read again what was given out before.
type resumption struct {
	since int64
	first time.Time
	until time.Time
	skip  int       // whole lines still to be left out
	begun time.Time // of the line that was given out in part
	part  int

	whole  bool // the present line is left out
	within int  // bytes of the present line still to be left out
}

func (p *logPosition) resume() *resumption {
	return &resumption{since: p.since(), first: p.wanted, until: p.latest, skip: p.given(), begun: p.begun, part: p.part}
}

// line begins a line. One that is newer than all that was given out ends the leaving out, even if lines are
// missing, which happens when the log file was rotated.
func (r *resumption) line(at time.Time) {
	r.whole, r.within = false, 0
	switch {
	case at.Unix() < r.since, at.Before(r.first):
		r.whole = true
	case r.skip > 0 && !at.After(r.until):
		r.whole = true
		r.skip--
	default:
		if at.Equal(r.begun) {
			r.within = r.part
		}
		r.skip, r.part = 0, 0
	}
}

// rest is what is new of a piece of the present line; ok is false if nothing is.
func (r *resumption) rest(text string, last bool) (rest string, ok bool) {
	if r.whole {
		return "", false
	}
	n := min(r.within, len(text))
	r.within -= n
	return text[n:], last || n < len(text)
}
