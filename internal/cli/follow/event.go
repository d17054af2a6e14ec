package follow

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// EventType says what an Event is about.
type EventType string

// The types of events; docs/watch-json.md describes each.
const (
	Watching    EventType = "watching"
	Status      EventType = "status"
	AttemptSeen EventType = "attempt"
	WaitsFor    EventType = "waiting"
	BacksOff    EventType = "backoff"
	Progress    EventType = "progress"
	Note        EventType = "note"
	TroubleSeen EventType = "trouble"
	TroubleOver EventType = "recovered"
	Reached     EventType = "reached"
	Finished    EventType = "finished"
	Gone        EventType = "gone"
	TimedOut    EventType = "timeout"
)

// Event is one change of a Job as -o json writes it, one a line. Fields and types may be added, those that there are stay
// as they are.
type Event struct {
	Time      time.Time `json:"time"`
	Type      EventType `json:"type"`
	Namespace string    `json:"namespace"`
	Job       string    `json:"job"`
	UID       string    `json:"uid"`
	State     job.State `json:"state,omitempty"`
	Message   string    `json:"message,omitempty"`

	Completions *int32 `json:"completions,omitempty"` // as wanted; absent for a work queue
	Active      int32  `json:"active"`
	Ready       int32  `json:"ready"`
	Terminating int32  `json:"terminating"`
	Succeeded   int32  `json:"succeeded"`
	Failed      int32  `json:"failed"`

	Attempt  *AttemptEvent `json:"attempt,omitempty"`
	Reason   string        `json:"reason,omitempty"`   // of the condition that decides the Job's end
	ExitCode *int          `json:"exitCode,omitempty"` // that this Job gives the command
}

// AttemptEvent is the attempt that an Event is about.
type AttemptEvent struct {
	Number    int         `json:"number"`
	Index     string      `json:"index,omitempty"`
	Pod       string      `json:"pod"`
	Node      string      `json:"node,omitempty"`
	Container string      `json:"container,omitempty"`
	Restart   int32       `json:"restart"`
	Outcome   job.Outcome `json:"outcome"`
	ExitCode  *int32      `json:"exitCode,omitempty"`
	Reason    string      `json:"reason,omitempty"`
	Started   time.Time   `json:"started,omitzero"`
	Finished  time.Time   `json:"finished,omitzero"`
}

func ofAttempt(a job.Attempt) Event {
	outcome := a.Outcome
	if !a.Deleted.IsZero() && unfinished(a) {
		outcome = job.AttemptDeleted
	}
	return Event{Type: AttemptSeen, Attempt: &AttemptEvent{
		Number: a.Number, Index: a.Index, Pod: a.Pod, Node: a.Node, Container: a.Container, Restart: a.Restart,
		Outcome: outcome, ExitCode: a.ExitCode, Reason: a.Reason, Started: a.Started, Finished: a.Finished,
	}}
}

// of fills in what every event says of its Job.
func (e Event) of(j job.Job, now time.Time) Event {
	e.Time = now.UTC()
	if j.Metadata.Name == "" {
		return e // about all Jobs
	}
	e.Namespace, e.Job, e.UID, e.State = j.Metadata.Namespace, j.Metadata.Name, j.Metadata.UID, j.State()
	e.Completions, e.Active, e.Succeeded, e.Failed = j.Spec.Completions, j.Status.Active, j.Status.Succeeded, j.Status.Failed
	if j.Status.Ready != nil {
		e.Ready = *j.Status.Ready
	}
	if j.Status.Terminating != nil {
		e.Terminating = *j.Status.Terminating
	}
	if verdict := j.Verdict(); verdict != nil {
		e.Reason = verdict.Reason
	}
	return e
}

// tell writes one event about a Job, as a line of words or of JSON.
func (o Options) tell(j job.Job, e Event, style term.Style, format string, args ...any) {
	now := o.Clock.Now()
	e = e.of(j, now)
	e.Message = term.OneLine(fmt.Sprintf(format, args...))
	// What cannot be written is seen where it matters: a terminal that is gone ends the command through its own signal.
	if o.JSON {
		if text, err := json.Marshal(e); err == nil { // it fails for none of these fields
			_ = o.Notes.Printf("%s", text)
		}
		return
	}
	if e.Message == "" {
		return // for programs only
	}
	_ = o.line(e.Namespace, e.Job, now, o.Notes.Paint(style, e.Message))
}

// Say writes a line about a Job in the form of those about its changes.
func (o Options) Say(j job.Job, text string) error {
	return o.line(j.Metadata.Namespace, j.Metadata.Name, o.Clock.Now(), text)
}

// line writes what is said of a Job, and of all Jobs where there is no name.
func (o Options) line(namespace, name string, now time.Time, text string) error {
	if o.Spaces && name != "" {
		name = namespace + "/" + name
	}
	if name != "" {
		name += ": "
	}
	stamp := ""
	if o.Stamps {
		stamp = o.Notes.Paint(term.Dim, now.Local().Format(time.RFC3339)) + " "
	}
	return o.Notes.Printf("%s%s%s", stamp, name, text)
}

func (r *report) say(e Event, style term.Style, format string, args ...any) {
	r.options.tell(r.job, e, style, format, args...)
}

// begin tells a program how the Job stands at first.
func (r *report) begin(j job.Job) {
	r.job = j
	r.say(Event{Type: Watching}, term.Plain, "")
}

// status tells a program of new counts and conditions.
func (r *report) status(j job.Job) {
	before, after := Event{}.of(r.job, time.Time{}), Event{}.of(j, time.Time{})
	r.job = j
	if r.options.JSON && !same(before, after) {
		r.say(Event{Type: Status}, term.Plain, "")
	}
}

func same(a, b Event) bool {
	return a.State == b.State && a.Reason == b.Reason && a.Active == b.Active && a.Ready == b.Ready && a.Terminating == b.Terminating &&
		a.Succeeded == b.Succeeded && a.Failed == b.Failed
}

// reached tells that what was waited for has come, though the Job goes on.
func (r *report) reached(m moment, u Until) {
	r.attempts(m)
	code := 0
	r.say(Event{Type: Reached, ExitCode: &code}, term.Good, "%s (%s)", u, m.progress)
}
