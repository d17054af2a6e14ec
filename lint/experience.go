package lint

import (
	"bytes"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

// ruleFailed is a rule that could not be applied.
const ruleFailed = "lint/rule-failed"

// experience applies the rules of experience to an object that the API server accepts.
func (l *Linter) experience(t *target, s Source, rules policy.Selection, decoded []schema.Problem) {
	d := policy.Document{Root: t.object.Root, Kind: t.object.Kind, Version: l.version, Now: l.now}
	for _, p := range decoded {
		if p.Removed != "" {
			d.Dropped = append(d.Dropped, p.Removed)
		}
	}
	parameters := l.parameters
	if s.Parameters != nil {
		parameters = compiled.Parameters().With(s.Parameters).Value()
	}
	found, err := l.engine.Check(d, parameters, rules)
	t.failed(Warning, err)
	if s.More != nil {
		more, err := s.More.Check(d)
		t.failed(Error, err) // whoever has rules of their own relies on them
		found = append(found, more...)
	}
	t.findings = slices.Grow(t.findings, len(found))
	for _, f := range found {
		t.add(f.Rule.Name, Severity(f.Severity), f.Path, f.Range, f.Message)
		if f.Fix != nil {
			t.findings[len(t.findings)-1].Fix = newFix(f.Fix)
		}
	}
}

// wanted are the rules that can have findings that are shown. A file with suppressions needs all: whether one has a use shows
// only when its rule is applied.
func (l *Linter) wanted(s Source) policy.Selection {
	switch {
	case bytes.Contains(s.Data, []byte(ignorePrefix)):
		return l.all
	case len(s.Levels) == 0:
		return l.usual
	default:
		return l.selected(s.Levels)
	}
}

func (l *Linter) selected(levels Levels) policy.Selection {
	return l.engine.Select(l.version.Minor, func(r *policy.Rule) bool {
		level := levels.of(Finding{Rule: r.Name, Severity: Severity(r.Severity)})
		return level != Off && level.Rank() >= l.level.Rank()
	})
}

// failed reports rules that could not be applied.
func (t *target) failed(s Severity, err error) {
	if err == nil {
		return
	}
	at := t.object.Root.Range
	at.End = at.Start
	t.add(ruleFailed, s, "", at, strings.ReplaceAll(err.Error(), "\n", "; "))
}

func newFix(f *policy.Fix) *Fix {
	fix := &Fix{Title: f.Title, Safe: f.Safe}
	for _, e := range f.Edits {
		fix.Edits = append(fix.Edits, Edit{Op: e.Op, Path: e.Path, Value: e.Value})
	}
	return fix
}
