package follow

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/job"
)

// standing is how things stand with a Job, in words.
type standing struct {
	lines  []line
	kind   EventType
	urgent bool          // it will not resolve by itself
	settle time.Duration // how long after a change it is told
}

// line is one thing to tell. It is not told again as long as its topic stays the same.
type line struct{ text, topic string }

func stands(settle time.Duration, format string, args ...any) standing {
	text := fmt.Sprintf(format, args...)
	return standing{kind: WaitsFor, lines: []line{{text, text}}, settle: settle}
}

// standingOf words what the Job waits for, or how far it is.
func standingOf(m moment) standing {
	switch state := m.Job.State(); {
	case state == job.StateFailureTarget:
		return stands(settleWait, "is about to fail (%s): waits for its Pods to terminate", m.Job.Verdict().Reason)
	case state == job.StateSuccessCriteriaMet:
		return stands(settleWait, "is about to be complete (%s): waits for its Pods to terminate", m.Job.Verdict().Reason)
	case m.retry != nil:
		return backOff(m)
	}
	routine, stuck := waits(m)
	switch {
	case len(stuck) > 0 && m.Job.Spec.Kind() == job.Single:
		return standing{kind: WaitsFor, lines: stuck, urgent: true}
	case len(stuck) > 0: // it settles until the other Pods have come to the same
		return standing{kind: WaitsFor, lines: stuck, urgent: true, settle: settleMany}
	case len(routine) > 0 && !underWay(m):
		return standing{kind: WaitsFor, lines: routine, settle: settleWait}
	case m.Job.Verdict() != nil || m.Job.Spec.Kind() == job.Single || m.Job.Status.StartTime.IsZero():
		return standing{}
	default:
		s := stands(settleProgress, "%s", m.progress)
		s.kind = Progress
		return s
	}
}

// backOff settles first, because the end of the Job may be on its way.
func backOff(m moment) standing {
	s := stands(settleWait, "backs off: next Pod at %s, %s after failure %d since the last success",
		m.retry.At.Local().Format(time.TimeOnly), job.Human(m.retry.Wait), m.retry.Failures)
	s.kind = BacksOff
	if m.Job.Spec.Kind() != job.Single {
		s.lines[0].text += " (" + m.progress + ")"
	}
	return s
}

// waits words what the Job waits for, what resolves by itself apart from what does not.
func waits(m moment) (routine, stuck []line) {
	for _, w := range analyze.WaitingFor(m.Snapshot) {
		text := "waits for " + w.For
		l := line{text: text + nodes(w.Nodes) + pods(w.Pods), topic: withoutNumbers(text)}
		if m.Job.Spec.Kind() == job.Single {
			l.topic += pods(w.Pods) // each of its attempts is told
		}
		if w.Stuck {
			stuck = append(stuck, l)
		} else {
			routine = append(routine, l)
		}
	}
	return routine, stuck
}

// withoutNumbers has messages count as the same while they only count otherwise, such as how many nodes are full.
func withoutNumbers(message string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, message)
}

// underWay tells whether some Pods of a Job of several run or have run: that others are about to start is
// everyday life then.
func underWay(m moment) bool {
	if m.Job.Spec.Kind() == job.Single {
		return false
	}
	for _, a := range m.attempts {
		if a.Outcome != job.AttemptPending {
			return true
		}
	}
	return false
}

func nodes(names []string) string {
	switch len(names) {
	case 0:
		return ""
	case 1:
		return " on node " + names[0]
	default:
		return fmt.Sprintf(" on %d nodes", len(names))
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
