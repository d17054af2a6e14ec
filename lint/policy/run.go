package policy

import (
	"fmt"
	"strconv"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// Summary is what rules about a whole run know of a document.
type Summary struct {
	File, Kind, Name, Namespace string
	// Schedule and TimeZone are empty for a Job.
	Schedule, TimeZone string
	// Work stands for the template of the Pods and the parallelism: it is the same for Jobs that do the same.
	Work string
	// NameRange and ScheduleRange are where they stand.
	NameRange, ScheduleRange manifest.Range
}

// Summarize makes the summary of a document, but for what the file says of it.
func Summarize(d Document) Summary {
	b := d.builder()
	s := Summary{Kind: d.Kind, NameRange: b.root.Get("metadata").Get("name").Range(), Work: b.work()}
	if d.Kind == "CronJob" {
		schedule := b.root.Get("spec").Get("schedule")
		s.Schedule, s.ScheduleRange = schedule.Str(), schedule.Range()
		s.TimeZone = b.root.Get("spec").Get("timeZone").Str()
	}
	return s
}

// work is a hash, so that no value of a variable gets out.
func (b *builder) work() string {
	h := hash(offset)
	for _, name := range []string{"parallelism", "completions", "completionMode"} {
		h = h.node(b.spec.Get(name).Node())
	}
	return strconv.FormatUint(uint64(h.node(b.podSpec.Node())), 36)
}

// hash is FNV-1a with 64 bits. That of the standard library would copy every text.
type hash uint64

const (
	offset = 14695981039346656037
	prime  = 1099511628211
)

func (h hash) byte(b byte) hash { return (h ^ hash(b)) * prime }

func (h hash) text(s string) hash {
	for i := range len(s) {
		h = h.byte(s[i])
	}
	return h
}

// node takes in a value; the order of keys counts, which makes no difference for copies.
func (h hash) node(n *manifest.Node) hash {
	if n == nil {
		return h.byte(0xff)
	}
	h = h.byte(byte(n.Kind)).text(n.Text)
	for i := range n.Entries {
		h = h.text(n.Entries[i].Key).node(n.Entries[i].Value)
	}
	for _, item := range n.Items {
		h = h.node(item)
	}
	return h.byte(0xfe)
}

// RunFinding is something that a rule found in one document of a run.
type RunFinding struct {
	Finding

	// Document is its place among the summaries.
	Document int
}

// CheckRun applies the rules for whole runs of a selection. A rule that fails is an error; the others are applied all the same.
func (e *Engine) CheckRun(minor int, run []Summary, parameters plan.Value, selection Selection) (found []RunFinding, err error) {
	if len(run) < 2 || len(selection.run) == 0 {
		return nil, nil
	}
	m, _ := e.machines.Get().(*plan.Machine)
	defer e.machines.Put(m)
	documents := make([]plan.Value, 0, len(run))
	for i := range run {
		documents = append(documents, run[i].value(i))
	}
	input := plan.NewObject(2).With("version", plan.Int(minor)).With("documents", plan.NewArray(documents...))
	m.Begin(input, plan.NewObject(1).With("parameters", parameters))
	for _, i := range selection.run {
		r := &e.rules[i]
		result, failed := m.Rule(e.places[i])
		if failed != nil {
			err = fmt.Errorf("rule %s: %w", r.Name, failed)
			continue
		}
		if violations, ok := result.(*plan.Set); ok {
			for _, v := range violations.Items() {
				if f, ok := ofRun(r, v, run); ok {
					found = append(found, f)
				}
			}
		}
	}
	return found, err
}

func (s *Summary) value(index int) plan.Value {
	o := plan.NewObject(8).With("index", plan.Int(index)).With("work", plan.String(s.Work))
	return o.With("file", plan.String(s.File)).With("kind", plan.String(s.Kind)).With("name", plan.String(s.Name)).
		With("namespace", plan.String(s.Namespace)).With("schedule", plan.String(s.Schedule)).With("timeZone", plan.String(s.TimeZone))
}

func ofRun(r *Rule, v plan.Value, run []Summary) (RunFinding, bool) {
	o, _ := v.(*plan.Object)
	if o == nil {
		return RunFinding{}, false
	}
	index, ok := o.Get("document").(plan.Int)
	if !ok || index < 0 || int(index) >= len(run) {
		return RunFinding{}, false
	}
	f := RunFinding{Finding: said(r, v), Document: int(index)}
	f.Range = run[index].NameRange
	if f.Path == "spec.schedule" {
		f.Range = run[index].ScheduleRange
	}
	return f, true
}
