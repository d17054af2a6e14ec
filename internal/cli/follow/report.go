package follow

import (
	"fmt"
	"strings"
	"time"

	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

const (
	// settle is how long a state has to last before it is told, so that what passes by itself stays unsaid.
	settle = time.Second
	// maxFailures is how many failed attempts are told one by one.
	maxFailures = 20
)

// report tells a person what happens to a Job, one line a change.
type report struct {
	name     string
	notes    *term.Lines
	timer    clock.Timer
	said     string // the last waiting, progress or back-off line
	next     string // the line that is due when the timer fires
	told     map[attemptKey]bool
	failures int             // how many were told
	broken   map[string]bool // resources whose watch does not work
}

type moment struct {
	analyze.Snapshot
	attempts []job.Attempt
	retry    *job.Retry
}

func newReport(j job.Job, o Options) *report {
	return &report{
		name: j.Metadata.Name, notes: o.Notes, timer: stoppedTimer(o.Clock),
		told: map[attemptKey]bool{}, broken: map[string]bool{},
	}
}

func (f *follower) snapshot() moment {
	now := f.options.Clock.Now()
	m := moment{Snapshot: analyze.Snapshot{Job: f.job, Pods: f.history.Pods(), Now: now}}
	for _, e := range f.events {
		m.Events = append(m.Events, e)
	}
	m.attempts = f.history.Attempts(f.job.Spec)
	m.retry = f.history.NextRetry(f.job, now)
	return m
}

func (r *report) due() <-chan time.Time { return r.timer.C() }

func (r *report) say(style term.Style, format string, args ...any) {
	// A terminal that is gone ends the command through its own signal.
	_ = r.notes.Printf("%s: %s", r.name, r.notes.Paint(style, fmt.Sprintf(format, args...)))
}

// observe tells what has to be told at once and leaves the rest to settle.
func (r *report) observe(m moment) {
	r.attempts(m)
	line, urgent := r.standing(m)
	if line == r.next {
		return
	}
	r.next = line
	if urgent {
		r.tell(m)
		return
	}
	r.timer.Reset(settle)
}

// tell says how things stand, if that is new.
func (r *report) tell(m moment) {
	line, urgent := r.standing(m)
	r.next = line
	if line == "" || line == r.said {
		return
	}
	r.said = line
	style := term.Plain
	if urgent {
		style = term.Warn
	}
	for part := range strings.SplitSeq(line, "\n") {
		r.say(style, "%s", part)
	}
}

// standing words what the Job waits for, or how far it is; urgent is what will not resolve by itself.
func (r *report) standing(m moment) (line string, urgent bool) {
	if m.retry != nil {
		return fmt.Sprintf("backs off: next Pod at %s, %s after failure %d since the last success",
			m.retry.At.Local().Format(time.TimeOnly), job.Human(m.retry.Wait), m.retry.Failures), true
	}
	var lines []string
	for _, w := range analyze.Waiting(m.Snapshot) {
		lines = append(lines, "waits for "+w.For+pods(w.Pods))
		urgent = urgent || w.Stuck
	}
	switch {
	case len(lines) > 0:
		return strings.Join(lines, "\n"), urgent
	case m.Job.Verdict() != nil || m.Job.Spec.Kind() == job.Single || m.Job.Status.StartTime.IsZero():
		return "", false
	default:
		return m.Job.Progress(), false
	}
}

func pods(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(" (Pod %s)", names[0])
	default:
		return fmt.Sprintf(" (%d Pods, such as %s)", len(names), names[0])
	}
}

type attemptKey struct {
	pod, container string
	restart        int32
	outcome        job.Outcome
}

// attempts tells the start of each attempt of a single Job, and each failure of any Job.
func (r *report) attempts(m moment) {
	for _, a := range m.attempts {
		key := attemptKey{a.PodUID, a.Container, a.Restart, a.Outcome}
		if r.told[key] {
			continue
		}
		switch {
		case a.Outcome == job.AttemptRunning && m.Job.Spec.Kind() == job.Single:
			r.say(term.Plain, "%s runs: Pod %s on node %s", nameOf(a, m.Job.Spec), a.Pod, a.Node)
		case a.Outcome == job.AttemptFailed:
			r.failure(a, m)
		default:
			continue
		}
		r.told[key] = true
	}
}

func (r *report) failure(a job.Attempt, m moment) {
	if r.failures++; r.failures > maxFailures {
		if r.failures == maxFailures+1 {
			r.say(term.Dim, "further failures are counted, not told one by one")
		}
		return
	}
	r.say(term.Bad, "%s failed: %s", nameOf(a, m.Job.Spec), Describe(a, m.Now))
}

// Describe words how a failed attempt ended.
func Describe(a job.Attempt, now time.Time) string {
	what := strings.TrimPrefix(a.Result(), string(job.AttemptFailed)+": ")
	text := fmt.Sprintf("%s after %s, Pod %s on node %s", what, job.Human(a.Duration(now)), a.Pod, orNone(a.Node))
	if a.Container != "" {
		text += ", container " + a.Container
	}
	if a.ExitCode == nil && a.Message != "" {
		text += ": " + a.Message
	}
	return text
}

// nameOf is "attempt 2 of 5", "attempt 1 of 3 of index 7", or the Pod's place where attempts share a limit.
func nameOf(a job.Attempt, s job.Spec) string {
	most, counted := s.MaxAttempts()
	switch {
	case counted && a.Number > most:
		// Under OnFailure the last restart begins before the Job controller sees that the limit is reached.
		return fmt.Sprintf("attempt %d, beyond the limit of %d and about to be stopped,", a.Number, most)
	case counted && s.BackoffLimitPerIndex != nil:
		return fmt.Sprintf("attempt %d of %d of index %s", a.Number, most, a.Index)
	case counted:
		return fmt.Sprintf("attempt %d of %d", a.Number, most)
	case a.Index != "":
		return "an attempt of index " + a.Index
	default:
		return "an attempt"
	}
}

func orNone(s string) string {
	if s == "" {
		return "<none>"
	}
	return s
}

// problem tells once that a watch does not work.
func (r *report) problem(p cluster.Problem) {
	if r.broken[p.Resource] {
		return
	}
	r.broken[p.Resource] = true
	if p.Lasting() {
		r.say(term.Warn, "going on without news of its %s: %v", p.Resource, p.Err)
		return
	}
	r.say(term.Warn, "lost sight of its %s, trying again: %v", p.Resource, p.Err)
}

func (r *report) recovered(resource string) {
	if r.broken[resource] {
		delete(r.broken, resource)
		r.say(term.Good, "its %s are in sight again", resource)
	}
}

func (r *report) gone() {
	r.say(term.Bad, "the Job was deleted, or replaced by another of the same name, before its end was seen")
}

func (r *report) undrained() {
	r.say(term.Warn, "some logs did not end with the Job; what they still write is not shown")
}

func (r *report) finished(m moment) {
	r.attempts(m)
	took := job.Human(m.Job.FinishedAt().Sub(m.Job.Status.StartTime))
	if m.Job.State() == job.StateComplete {
		r.say(term.Good, "complete after %s (%s)", took, m.Job.Progress())
		return
	}
	verdict := m.Job.Verdict()
	r.say(term.Bad, "failed after %s: %s: %s", took, verdict.Reason, verdict.Message)
}
