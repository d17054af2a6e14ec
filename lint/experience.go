package lint

import (
	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// ruleFailed is a rule that could not be applied.
const ruleFailed = "lint/rule-failed"

// experience applies the rules of experience to an object that the API server accepts.
func (l *Linter) experience(t *target, decoded []schema.Problem) {
	d := policy.Document{Root: t.object.Root, Kind: t.object.Kind, Version: l.version, Now: l.now}
	for _, p := range decoded {
		if p.Removed != "" {
			d.Dropped = append(d.Dropped, p.Removed)
		}
	}
	found, err := l.engine.Check(d, l.parameters)
	if err != nil {
		t.add(ruleFailed, Warning, "", t.object.Root.Range, err.Error())
	}
	for _, f := range found {
		t.add(f.Rule.Name, Severity(f.Severity), f.Path, f.Range, f.Message)
		if f.Fix != nil {
			t.findings[len(t.findings)-1].Fix = newFix(f.Fix)
		}
	}
}

func newFix(f *policy.Fix) *Fix {
	fix := &Fix{Title: f.Title, Safe: f.Safe}
	for _, e := range f.Edits {
		fix.Edits = append(fix.Edits, Edit{Op: e.Op, Path: e.Path, Value: e.Value})
	}
	return fix
}
