package policy

import (
	"fmt"
	"hash/fnv"
	"io"
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
	h := fnv.New64a()
	for _, name := range []string{"parallelism", "completions", "completionMode"} {
		hash(h, b.spec.Get(name).Node())
	}
	hash(h, b.podSpec.Node())
	return strconv.FormatUint(h.Sum64(), 36)
}

// hash takes in a value; the order of keys counts, which makes no difference for copies.
func hash(h io.Writer, n *manifest.Node) {
	if n == nil {
		_, _ = h.Write([]byte{0xff})
		return
	}
	_, _ = h.Write([]byte{byte(n.Kind)})
	_, _ = io.WriteString(h, n.Text)
	for i := range n.Entries {
		_, _ = io.WriteString(h, n.Entries[i].Key)
		hash(h, n.Entries[i].Value)
	}
	for _, item := range n.Items {
		hash(h, item)
	}
	_, _ = h.Write([]byte{0xfe})
}

// RunFinding is something that a rule found in one document of a run.
type RunFinding struct {
	Finding

	// Document is its place among the summaries.
	Document int
}

// CheckRun applies the rules for whole runs. A rule that fails is an error; the others are applied all the same.
func (e *Engine) CheckRun(minor int, run []Summary, parameters plan.Value) (found []RunFinding, err error) {
	if len(run) < 2 {
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
	for i := range e.rules {
		r := &e.rules[i]
		if !r.Run || !r.holds(minor) {
			continue
		}
		result, failed := m.Rule(e.paths[i])
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
	for name, text := range map[string]string{
		"file": s.File, "kind": s.Kind, "name": s.Name, "namespace": s.Namespace, "schedule": s.Schedule, "timeZone": s.TimeZone,
	} {
		o.With(name, plan.String(text))
	}
	return o
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
