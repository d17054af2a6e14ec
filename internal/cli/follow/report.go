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
	// settleWait is how long something has to be waited for before it is told, so that what passes by
	// itself stays unsaid; settleProgress is how often progress is told.
	settleWait     = time.Second
	settleProgress = 5 * time.Second
	// maxFailures is how many failed attempts are told one by one.
	maxFailures = 20
)

// report tells a person what happens to a Job, one line a change.
type report struct {
	name     string
	notes    *term.Lines
	timer    clock.Timer
	said     string // the last waiting, progress or back-off line
	settling bool   // the timer runs
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
	now := standingOf(m)
	switch {
	case now.line == r.said:
	case now.urgent:
		r.tell(m)
	case !r.settling:
		r.settling = true
		r.timer.Reset(now.settle)
	}
}

// tell says how things stand, if that is new.
func (r *report) tell(m moment) {
	r.settling = false
	now := standingOf(m)
	if now.line == "" || now.line == r.said {
		return
	}
	r.said = now.line
	style := term.Plain
	if now.urgent {
		style = term.Warn
	}
	for part := range strings.SplitSeq(now.line, "\n") {
		r.say(style, "%s", part)
	}
}

// standing is how things stand with a Job, in words.
type standing struct {
	line   string
	urgent bool          // it will not resolve by itself
	settle time.Duration // how long after a change it is told
}

// standingOf words what the Job waits for, or how far it is.
func standingOf(m moment) standing {
	if state := m.Job.State(); state == job.StateFailureTarget || state == job.StateSuccessCriteriaMet {
		end := "fail"
		if state == job.StateSuccessCriteriaMet {
			end = "be complete"
		}
		return standing{line: fmt.Sprintf("is about to %s (%s): waits for its Pods to terminate", end, m.Job.Verdict().Reason), settle: settleWait}
	}
	if m.retry != nil {
		// It settles first, because the end of the Job may be on its way.
		return standing{line: fmt.Sprintf("backs off: next Pod at %s, %s after failure %d since the last success",
			m.retry.At.Local().Format(time.TimeOnly), job.Human(m.retry.Wait), m.retry.Failures), settle: settleWait}
	}
	var routine, stuck []string
	for _, w := range analyze.Waiting(m.Snapshot) {
		line := "waits for " + w.For + pods(w.Pods)
		if w.Stuck {
			stuck = append(stuck, line)
		} else {
			routine = append(routine, line)
		}
	}
	switch {
	case len(stuck) > 0:
		return standing{line: strings.Join(stuck, "\n"), urgent: true}
	case len(routine) > 0 && !underWay(m):
		return standing{line: strings.Join(routine, "\n"), settle: settleWait}
	case m.Job.Verdict() != nil || m.Job.Spec.Kind() == job.Single || m.Job.Status.StartTime.IsZero():
		return standing{settle: settleWait}
	default:
		return standing{line: m.Job.Progress(), settle: settleProgress}
	}
}

// underWay tells whether some of the Job's Pods run or have run: that others are about to start is
// everyday life then.
func underWay(m moment) bool {
	for _, a := range m.attempts {
		if a.Outcome != job.AttemptPending {
			return m.Job.Spec.Kind() != job.Single
		}
	}
	return false
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
		if a.Outcome == job.AttemptRunning {
			key.container = "" // an attempt starts once, whichever of its containers runs first
		}
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
	case counted && a.Number > most && s.Template.Spec.RestartPolicy != "OnFailure":
		return fmt.Sprintf("attempt %d", a.Number) // its Job is about to fail, or counts otherwise than was seen
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
