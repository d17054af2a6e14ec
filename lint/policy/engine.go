package policy

import (
	"fmt"
	"sync"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// Engine applies rules to documents. It may be used by several goroutines at once.
type Engine struct {
	rules    []Rule
	places   []int // of the rules in the program
	machines sync.Pool
}

// Selection are rules of an Engine.
type Selection struct{ single, run []int }

// Finding is something that a rule found.
type Finding struct {
	Rule *Rule
	// Severity is the rule's, or a lighter one.
	Severity string
	// Path is the field, Range where it stands; for a field that does not, the key of the map where it would.
	Path    string
	Range   manifest.Range
	Message string
	// Fix is a change that mends it; nil if there is none.
	Fix *Fix
}

// Fix is a change that mends a finding.
type Fix struct {
	// Title says what it does.
	Title string
	// Safe says that it changes nothing but what was found.
	Safe  bool
	Edits []Edit
}

// Edit is a change of one field.
type Edit struct {
	// Op is set, remove or rename.
	Op, Path string
	// Value is what is set; for rename, it is the new name.
	Value any
}

// steps bounds the evaluation of one rule for one document. Rules take some hundred steps for a usual one.
const steps = 5_000_000

// NewEngine makes an Engine of rules and the program that they were compiled to: its entry points are those of the rules.
func NewEngine(rules []Rule, program *plan.Program) *Engine {
	e := &Engine{rules: rules, places: program.Entries}
	e.machines.New = func() any { return plan.NewMachine(program, steps) }
	return e
}

// Select picks the rules that hold for a version of Kubernetes, and that are wanted; for a nil wanted, all are.
func (e *Engine) Select(minor int, wanted func(*Rule) bool) Selection {
	s := Selection{single: make([]int, 0, len(e.rules))}
	for i := range e.rules {
		switch r := &e.rules[i]; {
		case !r.Holds(minor) || wanted != nil && !wanted(r):
		case r.Run:
			s.run = append(s.run, i)
		default:
			s.single = append(s.single, i)
		}
	}
	return s
}

// Check applies the rules for single documents of a selection. Parameters are what rules look up in data.parameters. A rule that
// fails is an error; the others are applied all the same.
func (e *Engine) Check(d Document, parameters plan.Value, selection Selection) (found []Finding, err error) {
	m, _ := e.machines.Get().(*plan.Machine)
	defer e.machines.Put(m)
	b := d.builder()
	m.Begin(b.facts(), plan.NewObject(1).With("parameters", parameters))
	for _, i := range selection.single {
		result, failed := m.Rule(e.places[i])
		if failed != nil {
			err = fmt.Errorf("rule %s: %w", e.rules[i].Name, failed)
			continue
		}
		violations, ok := result.(*plan.Set)
		if !ok || violations.Len() == 0 {
			continue
		}
		if found == nil {
			found = make([]Finding, 0, usual)
		}
		for _, v := range violations.Items() {
			found = append(found, b.finding(&e.rules[i], v))
		}
	}
	return found, err
}

// usual is how many findings a document has at most, if it has some.
const usual = 8

// Finding is what a rule says of a document, as an object: message, and perhaps path, severity and fix.
func (d Document) Finding(r *Rule, said plan.Value) Finding { return d.builder().finding(r, said) }

func (b *builder) finding(r *Rule, v plan.Value) Finding {
	f := said(r, v)
	f.Range = find(b.root, f.Path).Range()
	return f
}

func said(r *Rule, v plan.Value) Finding {
	f := Finding{Rule: r, Severity: r.Severity}
	o, ok := v.(*plan.Object)
	if !ok {
		return f
	}
	f.Path, f.Message = str(o.Get("path")), str(o.Get("message"))
	if severity := str(o.Get("severity")); severity != "" {
		f.Severity = severity
	}
	if fix, ok := o.Get("fix").(*plan.Object); ok {
		f.Fix = &Fix{Title: str(fix.Get("title")), Safe: fix.Get("safe") == plan.Bool(true)}
		edits, _ := fix.Get("edits").(*plan.Array)
		for _, item := range edits.Items() {
			if e, ok := item.(*plan.Object); ok {
				f.Fix.Edits = append(f.Fix.Edits, Edit{Op: str(e.Get("op")), Path: str(e.Get("path")), Value: plain(e.Get("value"))})
			}
		}
	}
	return f
}

func str(v plan.Value) string {
	s, _ := v.(plan.String)
	return string(s)
}

// plain is a value as package manifest takes it for a change.
func plain(v plan.Value) any {
	switch v := v.(type) {
	case plan.Bool:
		return bool(v)
	case plan.Int:
		return int64(v)
	case plan.String:
		return string(v)
	case *plan.Array:
		list := make([]any, 0, v.Len())
		for _, item := range v.Items() {
			list = append(list, plain(item))
		}
		return list
	case *plan.Object:
		m := make(map[string]any, v.Len())
		for key, value := range v.All {
			m[str(key)] = plain(value)
		}
		return m
	default:
		return nil
	}
}
