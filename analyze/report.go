package analyze

import (
	"fmt"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// Report says what a snapshot means. Its JSON is the output for programs: new fields may come; none goes or changes.
type Report struct {
	Namespace string    `json:"namespace"`
	Name      string    `json:"name"`
	UID       string    `json:"uid,omitempty"`
	Kind      job.Kind  `json:"kind"`
	State     job.State `json:"state"`
	Health    Health    `json:"health"`
	Verdict   string    `json:"verdict"`  // one sentence
	Findings  []Finding `json:"findings"` // what explains most comes first
	Attempts  []Attempt `json:"attempts"`
	Unread    []string  `json:"unread,omitempty"` // evidence that could not be read, and why
	Time      time.Time `json:"time"`             // of the snapshot
}

// Health is how a Job fares.
type Health string

// The kinds of health.
const (
	Good    Health = "good"    // complete, or on its way
	Pending Health = "waiting" // not under way, and resolves by itself
	Wrong   Health = "wrong"   // failed, or stuck until somebody does something
)

// Finding is one thing that is to be known, and what proves it.
type Finding struct {
	Cause       Cause      `json:"cause"`
	Level       Level      `json:"level"`
	Text        string     `json:"text"` // one sentence
	Evidence    []Evidence `json:"evidence"`
	Consequence string     `json:"consequence,omitempty"`
	Next        []string   `json:"next,omitempty"`  // commands to paste
	Rules       []string   `json:"rules,omitempty"` // of kubectl job lint: GROUP/RULE
}

// Level says how bad a finding is.
type Level string

// The levels.
const (
	Error   Level = "error"
	Warning Level = "warning"
	Info    Level = "info"
)

// Evidence is what a finding rests on.
type Evidence struct {
	Object string    `json:"object"` // as kubectl names it
	Field  string    `json:"field"`  // or the reason of an event
	Value  string    `json:"value"`
	Time   time.Time `json:"time,omitzero"`
}

// Attempt is one try, for a timeline.
type Attempt struct {
	Number   int        `json:"number"`
	Index    string     `json:"index,omitempty"`
	Pod      string     `json:"pod"`
	Node     string     `json:"node,omitempty"`
	Created  time.Time  `json:"created"`
	Started  *time.Time `json:"started,omitempty"`
	Finished *time.Time `json:"finished,omitempty"`
	Result   string     `json:"result"`
	ExitCode *int32     `json:"exitCode,omitempty"`
}

// Of analyses a snapshot.
func Of(s Snapshot) Report {
	a := newAnalysis(s)
	r := Report{
		Namespace: s.Job.Metadata.Namespace, Name: s.Job.Metadata.Name, UID: s.Job.Metadata.UID, Kind: s.Job.Spec.Kind(), State: s.Job.State(),
		Attempts: a.timeline(), Time: s.Now, Findings: []Finding{},
	}
	switch {
	case s.Job.State() == job.StateComplete:
		r.Health, r.Verdict = Good, a.complete()
	case s.Job.Verdict() != nil && s.Job.State() != job.StateSuccessCriteriaMet:
		a.failed()
		r.Health, r.Verdict = Wrong, a.failure()
	default:
		r.Health, r.Verdict = a.moving()
	}
	a.startedTwice()
	a.expires()
	r.Findings = append(r.Findings, a.findings...)
	return r
}

// analysis is a snapshot being read.
type analysis struct {
	Snapshot

	history  job.History
	attempts []job.Attempt
	events   map[string][]job.Event // by the uid of what they are about
	findings []Finding
}

func newAnalysis(s Snapshot) *analysis {
	a := &analysis{Snapshot: s, events: byObject(s.Events)}
	a.history.Begin(s.Job, job.InOrder(s.Pods))
	a.attempts = a.history.Attempts(s.Job.Spec)
	return a
}

func (a *analysis) add(f Finding) { a.findings = append(a.findings, f) }

// ref is how kubectl names the Job.
func (a *analysis) ref() string { return "job.batch/" + a.Job.Metadata.Name }

// command is one of ours about this Job.
func (a *analysis) command(verb string, args ...string) string {
	text := "kubectl job " + verb + " " + a.Job.Metadata.Name + a.namespace()
	for _, arg := range args {
		text += " " + arg
	}
	return text
}

func (a *analysis) namespace() string {
	if a.Job.Metadata.Namespace == "" {
		return ""
	}
	return " -n " + a.Job.Metadata.Namespace
}

// complete is the verdict for a Job that is.
func (a *analysis) complete() string {
	text := "complete"
	if d := a.Job.Duration(a.Now); d > 0 {
		text += " after " + job.Human(d)
	}
	if v := a.Job.Verdict(); v != nil && v.Reason == "SuccessPolicy" {
		text += " by its success policy: " + v.Message
	}
	if n := a.Job.Status.Failed; n > 0 {
		text += fmt.Sprintf(", %s failed on the way", count(int(n), "Pod"))
	}
	return text
}

func (a *analysis) timeline() []Attempt {
	created := map[string]time.Time{}
	for _, p := range a.Pods {
		created[p.Metadata.UID] = p.Metadata.CreationTimestamp
	}
	list := make([]Attempt, 0, len(a.attempts))
	for _, t := range a.attempts {
		attempt := Attempt{
			Number: t.Number, Index: t.Index, Pod: t.Pod, Node: t.Node, Created: created[t.PodUID],
			Finished: set(t.Finished), Result: t.Result(), ExitCode: t.ExitCode,
		}
		if t.Outcome != job.AttemptPending {
			attempt.Started = set(t.Started)
		}
		list = append(list, attempt)
	}
	return list
}

func set(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
