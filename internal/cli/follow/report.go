package follow

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

const (
	// settleWait is how long something has to be waited for before it is told, so that what passes by
	// itself stays unsaid; settleMany is the same for what keeps Pods among several from running;
	// settleProgress is how often progress is told.
	settleWait     = time.Second
	settleMany     = 500 * time.Millisecond
	settleProgress = 5 * time.Second
	// maxFailures is how many failed attempts are told one by one.
	maxFailures = 20
)

// report tells a person what happens to a Job, one line a change.
type report struct {
	options  Options
	job      job.Job // as it was told last
	timer    clock.Timer
	standing standing  // as it was told last
	since    time.Time // when something to tell began to settle, zero if nothing does
	dueAt    time.Time // when the timer fires
	told     map[attemptKey]bool
	failures int             // how many were told
	broken   map[string]bool // resources whose watch does not work
}

type moment struct {
	analyze.Snapshot
	attempts []job.Attempt
	retry    *job.Retry
	progress string
}

func newReport(j job.Job, o Options) *report {
	return &report{
		options: o, job: j, timer: stoppedTimer(o.Clock),
		told: map[attemptKey]bool{}, broken: map[string]bool{},
	}
}

func (f *follower) snapshot() moment {
	now := f.options.Clock.Now()
	m := moment{Snapshot: analyze.Snapshot{Job: f.job, Pods: f.history.Pods(), Now: now}}
	m.Events = slices.AppendSeq(m.Events, maps.Values(f.events[f.job.Metadata.UID]))
	for _, p := range m.Pods {
		m.Events = slices.AppendSeq(m.Events, maps.Values(f.events[p.Metadata.UID]))
	}
	m.attempts = f.history.Attempts(f.job.Spec)
	m.retry = f.history.NextRetry(f.job, now)
	m.progress = f.history.Progress(f.job)
	return m
}

func (r *report) due() <-chan time.Time { return r.timer.C() }

// observe tells what has to be told at once and leaves the rest to settle.
func (r *report) observe(m moment) {
	r.job = m.Job
	r.attempts(m)
	now := standingOf(m)
	switch {
	case len(r.news(now)) == 0:
	case r.options.JSON: // a program looks at each change
		r.stand(now)
	case now.settle == 0:
		r.stand(now)
	case r.since.IsZero():
		r.since, r.dueAt = m.Now, m.Now.Add(now.settle)
		r.timer.Reset(now.settle)
	case m.Now.Add(now.settle).Before(r.dueAt):
		r.dueAt = m.Now.Add(now.settle)
		r.timer.Reset(now.settle)
	}
}

// tell says how things stand, if that is new and has settled for as long as it has to.
func (r *report) tell(m moment) {
	now := standingOf(m)
	if left := now.settle - m.Now.Sub(r.since); left > 0 && len(r.news(now)) > 0 {
		r.dueAt = m.Now.Add(left)
		r.timer.Reset(left)
		return
	}
	r.since = time.Time{}
	r.stand(now)
}

func (r *report) stand(now standing) {
	style := term.Plain
	if now.urgent {
		style = term.Warn
	}
	for _, line := range r.news(now) {
		r.say(Event{Type: now.kind}, style, "%s", line.text)
	}
	if len(now.lines) > 0 {
		r.standing = now
	}
}

// news are the lines that do not hold already.
func (r *report) news(now standing) []line {
	return slices.DeleteFunc(slices.Clone(now.lines), func(l line) bool {
		return slices.ContainsFunc(r.standing.lines, func(told line) bool { return told.topic == l.topic })
	})
}

type attemptKey struct {
	pod, container string
	restart        int32
	outcome        job.Outcome
}

// attempts tells the start of each attempt of a single Job, the deletion of its Pod, and each failure of any Job.
func (r *report) attempts(m moment) {
	for _, a := range m.attempts {
		if m.Job.Spec.Kind() == job.Single && !beyondLimit(a, m.Job.Spec) {
			r.course(a, m)
		}
		if a.Outcome == job.AttemptFailed && r.first(attemptKey{a.PodUID, a.Container, a.Restart, a.Outcome}) {
			r.failure(a, m)
		}
	}
}

// course tells that an attempt begins, which it does once, whichever of its containers runs first, and that it
// is stopped.
func (r *report) course(a job.Attempt, m moment) {
	if a.Outcome == job.AttemptRunning && r.first(attemptKey{pod: a.PodUID, restart: a.Restart, outcome: a.Outcome}) {
		r.say(ofAttempt(a), term.Plain, "%s runs: Pod %s on node %s", nameOf(a, m.Job.Spec), a.Pod, a.Node)
	}
	if !a.Deleted.IsZero() && unfinished(a) && r.first(attemptKey{pod: a.PodUID, outcome: job.AttemptDeleted}) {
		r.say(ofAttempt(a), term.Warn, "%s is stopped: Pod %s on node %s was deleted", nameOf(a, m.Job.Spec), a.Pod, orNone(a.Node))
	}
}

// first notes that something is told; it is false if it was told before.
func (r *report) first(key attemptKey) bool {
	told := r.told[key]
	r.told[key] = true
	return !told
}

func unfinished(a job.Attempt) bool {
	return a.Outcome == job.AttemptPending || a.Outcome == job.AttemptRunning || a.Outcome == job.AttemptDeleted
}

func (r *report) failure(a job.Attempt, m moment) {
	if r.failures++; r.failures > maxFailures {
		if r.failures == maxFailures+1 {
			r.say(Event{Type: Note}, term.Dim, "further failures are counted, not told one by one")
		}
		return
	}
	r.say(ofAttempt(a), term.Bad, "%s failed: %s", nameOf(a, m.Job.Spec), Describe(a, m.Now))
}

// Describe words how a failed attempt ended.
func Describe(a job.Attempt, now time.Time) string {
	what := strings.TrimPrefix(a.Result(), string(job.AttemptFailed)+": ")
	text := fmt.Sprintf("%s after %s, Pod %s on node %s", what, job.Human(a.Duration(now)), a.Pod, orNone(a.Node))
	if a.Container != "" {
		text += ", container " + a.Container
	}
	if a.Message != "" && (a.ExitCode == nil || neverRan(a)) {
		text += ": " + a.Message
	}
	return text
}

// neverRan is for a program that could not be started: then the message is the container runtime's, and not what
// the program leaves as its last words, which are for its owner. The reasons are containerd's and Docker's.
func neverRan(a job.Attempt) bool {
	return a.Reason == "StartError" || a.Reason == "ContainerCannotRun"
}

// nameOf is "attempt 2 of 5", "attempt 1 of 3 of index 7", or the Pod's place where attempts share a limit.
func nameOf(a job.Attempt, s job.Spec) string {
	most, counted := s.MaxAttempts()
	switch {
	case beyondLimit(a, s):
		return fmt.Sprintf("a restart beyond the limit of %d attempts", most)
	case counted && a.Number > most:
		return fmt.Sprintf("attempt %d", a.Number) // the Job controller counts otherwise than was seen
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

// beyondLimit is for the restart that a kubelet begins under OnFailure before the Job controller sees that the
// limit is reached; it deletes the Pod then.
func beyondLimit(a job.Attempt, s job.Spec) bool {
	most, counted := s.MaxAttempts()
	return counted && a.Number > most && s.Template.Spec.RestartPolicy == "OnFailure"
}

func orNone(s string) string {
	if s == "" {
		return "<none>"
	}
	return s
}

// problem tells once that a watch does not work.
func (r *report) problem(p cluster.Problem) {
	switch {
	case p.Err == nil:
		r.recovered(p.Resource)
		return
	case r.broken[p.Resource]:
		return
	}
	r.broken[p.Resource] = true
	if p.Resource == cluster.WholeCluster {
		r.say(Event{Type: TroubleSeen}, term.Warn, "lost sight of it, trying again: %v", p.Err)
		return
	}
	if p.Lasting() {
		r.say(Event{Type: TroubleSeen}, term.Warn, "going on without news of its %s: %v", p.Resource, p.Err)
		return
	}
	r.say(Event{Type: TroubleSeen}, term.Warn, "lost sight of its %s, trying again: %v", p.Resource, p.Err)
}

func (r *report) recovered(resource string) {
	if r.broken[resource] {
		delete(r.broken, resource)
		if resource == cluster.WholeCluster {
			r.say(Event{Type: TroubleOver}, term.Good, "it is in sight again")
			return
		}
		r.say(Event{Type: TroubleOver}, term.Good, "its %s are in sight again", resource)
	}
}

func (r *report) gone(left bool) {
	what := "was deleted, or replaced by another of the same name"
	if left {
		what = "lost the labels that chose it"
	}
	r.say(Event{Type: Gone, ExitCode: new(exit.Gone)}, term.Bad, "the Job %s, before its end was seen", what)
}

func (r *report) undrained() {
	r.say(Event{Type: Note}, term.Warn, "some logs did not end with the Job; what they still write is not shown")
}

func (r *report) finished(m moment, code int) {
	r.attempts(m)
	r.job = m.Job
	end := Event{Type: Finished, ExitCode: &code}
	took := job.Human(m.Job.FinishedAt().Sub(m.Job.Status.StartTime))
	if m.Job.State() == job.StateComplete {
		r.say(end, term.Good, "complete after %s (%s)", took, m.Job.Progress())
		return
	}
	verdict, progress := m.Job.Verdict(), ""
	if m.Job.Spec.Kind() != job.Single {
		progress = " (" + m.Job.Progress() + ")"
	}
	r.say(end, term.Bad, "failed after %s: %s: %s%s", took, verdict.Reason, verdict.Message, progress)
}
