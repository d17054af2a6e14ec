package lint

import (
	"slices"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

// runDocument is what is kept of an accepted document until all files of a run are there, for the rules that look at all of
// them together.
type runDocument struct {
	info    Document
	summary policy.Summary
	source  []byte
	levels  Levels
	// ignored are the suppressions of such rules.
	ignored []suppression
}

// isRunRule says whether a rule looks at all documents of a run together.
func isRunRule(name string) bool {
	rules := compiled.Rules()
	return slices.ContainsFunc(rules, func(r policy.Rule) bool { return r.Name == name && r.Run })
}

// keep is what is kept of a target.
func (t *target) keep(s Source, l *Linter) runDocument {
	d := policy.Document{Root: t.object.Root, Kind: t.object.Kind, Version: l.version, Now: l.now}
	summary := policy.Summarize(d)
	summary.File, summary.Name, summary.Namespace = t.info.File, t.info.Name, t.info.Namespace
	return runDocument{info: t.info, summary: summary, source: t.doc.Source, levels: s.Levels, ignored: t.ignored}
}

// across applies the rules that look at all documents of a run together.
func (l *Linter) across(files []File) []Finding {
	var docs []runDocument
	rules := l.usual
	for i := range files {
		docs = append(docs, files[i].run...)
	}
	if slices.ContainsFunc(docs, func(d runDocument) bool { return len(d.levels) > 0 }) {
		rules = l.all
	}
	summaries := make([]policy.Summary, len(docs))
	for i := range docs {
		summaries[i] = docs[i].summary
	}
	found, err := l.engine.CheckRun(l.version.Minor, summaries, l.parameters, rules)
	var all []Finding
	if err != nil && len(docs) > 0 {
		all = append(all, docs[0].finding(ruleFailed, Warning, "", manifest.Range{}, err.Error()))
	}
	for _, f := range found {
		d := &docs[f.Document]
		finding := d.finding(f.Rule.Name, Severity(f.Severity), f.Path, f.Range, f.Message)
		ignored := slices.ContainsFunc(d.ignored, func(s suppression) bool {
			return s.rule == finding.Rule && (s.line == 0 || s.line == finding.Line)
		})
		level := d.levels.of(finding)
		if ignored || level == Off || level.Rank() < l.level.Rank() {
			continue
		}
		finding.Severity = level
		all = append(all, finding)
	}
	return all
}

func (d *runDocument) finding(rule string, s Severity, path string, at manifest.Range, message string) Finding {
	return Finding{
		Rule: rule, Severity: s, Message: message, File: d.info.File, Document: d.info.Index, Path: path,
		Item: d.info.Path, Kind: d.info.Kind, JobKind: d.info.JobKind, Name: d.info.Name, Docs: Docs(rule),
		Line: at.Start.Line, Column: at.Start.Column, EndLine: at.End.Line, EndColumn: at.End.Column,
		Excerpt: newExcerpt(d.source, at, nil),
	}
}
