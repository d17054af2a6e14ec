package lint

import (
	"github.com/kubectl-job/kubectl-job/lint/api"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// Facts are what the rules of experience go by in one object: policies/facts.schema.json describes Value.
type Facts struct {
	Document Document
	// Range is where the object stands.
	Range manifest.Range
	Value plan.Value
}

// FactsAt tells the facts about the Job or CronJob that a line, from 1, stands in, or else about the first of the file. There
// are none of those that the API server would refuse.
func (l *Linter) FactsAt(s Source, line int) (facts Facts, ok bool) {
	docs := manifest.Parse(s.Name, s.Data, manifest.Limits{})
	for i := range docs {
		if docs[i].Fatal() != nil {
			continue
		}
		for _, o := range docs[i].Objects() {
			here := o.Root.Range.Start.Line <= line && line <= o.Root.Range.End.Line
			if ok && !here {
				continue
			}
			if f, taken := l.facts(newTarget(s, &docs[i], o)); taken {
				facts, ok = f, true
			}
			if here && ok {
				return facts, true
			}
		}
	}
	return facts, ok
}

// facts are those of one object, if the API server would take it.
func (l *Linter) facts(t *target) (Facts, bool) {
	if served, _ := schema.Served(t.object.APIVersion, t.object.Kind, l.version); !served || t.info.Verdict == Skipped {
		return Facts{}, false
	}
	root := t.object.Root
	d := policy.Document{Root: root, Kind: t.object.Kind, Version: l.version, Now: l.now}
	decoded := schema.CheckAs(root, t.object.Kind, l.version)
	for _, p := range decoded {
		if p.Severity == schema.Error {
			return Facts{}, false
		}
		if p.Removed != "" {
			d.Dropped = append(d.Dropped, p.Removed)
		}
	}
	for _, p := range api.Check(root, t.object.Kind, l.version, decoded) {
		if p.Severity == schema.Error {
			return Facts{}, false
		}
	}
	t.info.JobKind = jobKind(t.object)
	return Facts{Document: t.info, Range: root.Range, Value: policy.Facts(d)}, true
}
