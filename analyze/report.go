// Package analyze reads a snapshot of a Job, its Pods and events, and says what it means. It is pure.
package analyze

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// Report says what a snapshot means. Its JSON is the output for programs: new fields may come; none goes or changes.
type Report struct {
	Namespace string      `json:"namespace"`
	Name      string      `json:"name"`
	UID       string      `json:"uid,omitempty"`
	Kind      job.Kind    `json:"kind"`
	State     job.State   `json:"state"`
	Health    Health      `json:"health"`
	Verdict   string      `json:"verdict"`  // one sentence
	Findings  []Finding   `json:"findings"` // what explains most comes first
	Attempts  []Attempt   `json:"attempts"`
	Spent     *Spent      `json:"spent,omitempty"`
	Events    []EventLine `json:"events,omitempty"` // if they were asked for
	Logs      []Log       `json:"logs,omitempty"`   // if they were asked for
	Unread    []string    `json:"unread,omitempty"` // evidence that could not be read, and why
	Time      time.Time   `json:"time"`             // of the snapshot
}

// Health is how a Job fares.
type Health string

// The kinds of health.
const (
	Good    Health = "good"    // complete, or on its way
	Pending Health = "waiting" // not under way: it resolves by itself, or somebody wants it so
	Wrong   Health = "wrong"   // failed, or stuck until somebody does something
)

// Finding is one thing that is to be known, and what proves it.
type Finding struct {
	Cause       Cause      `json:"cause"`
	Level       Level      `json:"level"`
	Text        string     `json:"text"`             // one sentence
	Reason      string     `json:"reason,omitempty"` // of cause fewer-pods: which of the known reasons it is
	Evidence    []Evidence `json:"evidence"`
	Consequence string     `json:"consequence,omitempty"`
	Remedy      string     `json:"remedy,omitempty"` // what would mend it, or would have prevented it
	Next        []string   `json:"next,omitempty"`   // commands to paste
	Rules       []string   `json:"rules,omitempty"`  // of kubectl job lint, which explain more: GROUP/RULE
	Lint        []Lint     `json:"lint,omitempty"`   // what the linter finds in the Job that explains it
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
	Number   int         `json:"number"`
	Index    string      `json:"index,omitempty"`
	Pod      string      `json:"pod"`
	Node     string      `json:"node,omitempty"`
	Created  time.Time   `json:"created"`
	Started  *time.Time  `json:"started,omitempty"`
	Finished *time.Time  `json:"finished,omitempty"`
	Outcome  job.Outcome `json:"outcome"`
	Result   string      `json:"result"`
	ExitCode *int32      `json:"exitCode,omitempty"`
}

// EventLine is an event about the Job or one of its Pods.
type EventLine struct {
	Time    time.Time `json:"time"`
	Object  string    `json:"object"`
	Type    string    `json:"type"`
	Reason  string    `json:"reason"`
	Message string    `json:"message"`
	Count   int32     `json:"count"`
}

// Of analyses a snapshot.
func Of(s Snapshot) Report {
	a := newAnalysis(s)
	r := Report{
		Namespace: s.Job.Metadata.Namespace, Name: s.Job.Metadata.Name, UID: s.Job.Metadata.UID, Kind: s.Job.Spec.Kind(), State: s.Job.State(),
		Attempts: a.timeline(), Time: s.Now, Findings: []Finding{}, Spent: a.spent(), Logs: s.Logs,
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
	a.retries()
	a.deadlineRisk()
	a.stragglers()
	a.overhead(r.Spent)
	a.expires()
	a.joinLint()
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

// add takes a finding whose Evidence is not empty.
func (a *analysis) add(f Finding) { a.findings = append(a.findings, f) }

// ref is how kubectl names the Job.
func (a *analysis) ref() string { return "job.batch/" + a.Job.Metadata.Name }

// command is one of ours about this Job.
func (a *analysis) command(verb string, args ...string) string {
	return strings.Join(append([]string{"kubectl job " + verb + " " + a.Job.Metadata.Name + a.namespace()}, args...), " ")
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
	if v := a.Job.Verdict(); v.Reason == "SuccessPolicy" {
		text += " by its success policy: " + v.Message
		a.add(Finding{
			Cause: SuccessPolicy, Level: Info, Text: "a rule of spec.successPolicy was met: " + v.Message,
			Evidence: []Evidence{
				{a.ref(), "status.conditions[" + v.Type + "]", v.Reason + ": " + v.Message, v.LastTransitionTime},
				{Object: a.ref(), Field: "status.completedIndexes", Value: a.Job.Status.CompletedIndexes},
			},
			Consequence: "indexes that had not succeeded by then were stopped, and count for nothing",
		})
	}
	if n := a.Job.Status.Failed; n > 0 {
		text += fmt.Sprintf(", %s failed on the way", count(int(n), "Pod"))
	}
	return text
}

func (a *analysis) timeline() []Attempt {
	pods := map[string]*job.Pod{}
	for i, p := range a.Pods {
		pods[p.Metadata.UID] = &a.Pods[i]
	}
	list := make([]Attempt, 0, len(a.attempts))
	for _, t := range a.attempts {
		attempt := Attempt{
			Number: t.Number, Index: t.Index, Pod: t.Pod, Node: t.Node,
			Finished: set(t.Finished), Outcome: t.Outcome, Result: t.Result(), ExitCode: t.ExitCode,
		}
		if p := pods[t.PodUID]; p != nil {
			attempt.Created = p.Metadata.CreationTimestamp
			if t.Restart > 0 && !t.Started.IsZero() {
				attempt.Created = t.Started // a restart waits in its Pod
			}
			if begun := a.lifeOf(*p).begun; t.Outcome == job.AttemptRunning && t.Restart == 0 && !begun.IsZero() {
				t.Started = begun // and not when the kubelet took the Pod
			}
		}
		if a.ran(t) {
			attempt.Started = set(t.Started)
		}
		list = append(list, attempt)
	}
	return list
}

// EventLines are the events of a snapshot, the oldest first.
func EventLines(s Snapshot) []EventLine {
	events := slices.Clone(s.Events)
	slices.SortStableFunc(events, func(x, y job.Event) int {
		return cmp.Or(x.Time().Compare(y.Time()), cmp.Compare(number(x.Metadata.ResourceVersion), number(y.Metadata.ResourceVersion)))
	})
	list := make([]EventLine, 0, len(events))
	for _, e := range events {
		kind := map[string]string{"Job": "job.batch", "CronJob": "cronjob.batch", "Pod": "pod", "PersistentVolumeClaim": "persistentvolumeclaim"}[e.InvolvedObject.Kind]
		list = append(list, EventLine{e.Time(), cmp.Or(kind, e.InvolvedObject.Kind) + "/" + e.InvolvedObject.Name, e.Type, e.Reason, oneLine(e.Message), max(e.Count, 1)})
	}
	return list
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}

func byNumber(x, y string) int { return cmp.Or(cmp.Compare(number(x), number(y)), cmp.Compare(x, y)) }

func set(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

func count(n int, what string) string { return counted(n, what, what+"s") }

func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
