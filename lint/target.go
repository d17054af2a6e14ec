package lint

import (
	"bytes"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// target is an object on its way to a verdict.
type target struct {
	doc      *manifest.Document
	object   manifest.Object
	info     Document
	findings []Finding
	more     *More
	ignored  []suppression // of rules about the whole run
	template bool          // a finding points at a template expression
}

func newTarget(s Source, doc *manifest.Document, o manifest.Object) *target {
	t := &target{doc: doc, object: o, more: s.More, info: Document{
		File: s.Name, Index: doc.Index, Path: o.Path, Kind: o.Kind,
		Name: text(o.Root.At("metadata", "name")), Namespace: text(o.Root.At("metadata", "namespace")),
		Verdict: Accepted,
	}}
	if t.info.Name == "" {
		t.info.Name = text(o.Root.At("metadata", "generateName"))
	}
	if reason := skipped(s, doc, o); reason != "" {
		t.info.Verdict, t.info.Reason = Skipped, reason
	}
	return t
}

// known says whether there is a rule of that name, ours or the user's.
func (t *target) known(rule string) bool {
	return IsRule(rule) || t.more != nil && slices.ContainsFunc(t.more.Rules, func(r policy.Rule) bool { return r.Name == rule })
}

// text is the value of a string, and nothing for everything else.
func text(n *manifest.Node) string {
	if n == nil || n.Kind != manifest.String {
		return ""
	}
	return n.Text
}

// jobKind names the kind of Job; empty where the manifest does not tell.
func jobKind(o manifest.Object) string {
	spec := o.Root.Get("spec")
	if o.Kind == "CronJob" {
		spec = o.Root.At("spec", "jobTemplate", "spec")
	}
	if o.Kind != "Job" && o.Kind != "CronJob" || spec == nil || spec.Kind != manifest.Map {
		return ""
	}
	return string(job.Spec{
		CompletionMode: text(spec.Get("completionMode")),
		Completions:    number(spec.Get("completions")),
		Parallelism:    number(spec.Get("parallelism")),
	}.Kind())
}

func number(n *manifest.Node) *int32 {
	if n == nil {
		return nil
	}
	i, ok := n.Interface().(int64)
	if !ok || int64(int32(i)) != i {
		return nil
	}
	return new(int32(i))
}

// add reports a problem of the object.
func (t *target) add(rule string, s Severity, path string, at manifest.Range, message string) {
	if bytes.Contains(t.doc.Source[at.Start.Offset:at.End.Offset], []byte("{{")) {
		t.template = true
	}
	t.findings = append(t.findings, Finding{
		Rule: rule, Severity: s, Message: message, File: t.info.File, Document: t.info.Index, Path: path,
		Item: t.info.Path, Kind: t.info.Kind, Name: t.info.Name, Docs: Docs(rule),
		Line: at.Start.Line, Column: at.Start.Column, EndLine: at.End.Line, EndColumn: at.End.Column,
		Excerpt: newExcerpt(t.doc.Source, at, t.object.Root),
	})
}

// text reports problems of the document's text that do not keep it from being read.
func (t *target) text(problems []manifest.Problem) {
	for _, p := range problems {
		severity := Warning
		if p.Kind == manifest.DuplicateKey {
			severity = Error // kubectl takes the last one; whoever sends the YAML itself is refused
		}
		t.add("schema/"+string(p.Kind), severity, "", p.Range, withHint(p))
	}
}

func withHint(p manifest.Problem) string {
	if p.Hint == "" {
		return p.Message
	}
	return p.Message + ": " + p.Hint
}

// notServed reports that the API server has no such kind.
func (t *target) notServed(why string) {
	key, path := "kind", "kind"
	if n := t.object.Root.Get("kind"); n == nil || schema.Known(n.Text) {
		key, path = "apiVersion", "apiVersion"
	}
	if why == "" {
		why = "apiVersion and kind are missing: a Job has apiVersion: batch/v1 and kind: Job"
	}
	at := t.object.Root.Range
	at.End = at.Start
	if n := t.object.Root.Get(key); n != nil {
		at = n.Range
	}
	t.add("schema/"+schema.RuleNotServed, Error, path, at, why)
}

// finish gives the verdict, and the levels of the configuration, and leaves out what is lighter than wanted.
func (t *target) finish(levels Levels, lightest Severity) {
	if t.info.Verdict == Skipped {
		return
	}
	if t.template && t.refused() {
		t.info.Verdict, t.info.Reason, t.findings = Skipped, reasonTemplate, nil
		return
	}
	t.info.JobKind = jobKind(t.object)
	if t.refused() {
		t.info.Verdict = Rejected
	}
	kept := t.findings[:0]
	for _, f := range t.findings {
		f.JobKind = t.info.JobKind
		if level := levels.of(f); level != Off && level.Rank() >= lightest.Rank() {
			f.Severity = level
			kept = append(kept, f)
		}
	}
	t.findings = kept
}

// refused says whether the API server would refuse the object.
func (t *target) refused() bool {
	for i := range t.findings {
		if t.findings[i].Severity == Error && fact(t.findings[i].Rule) {
			return true
		}
	}
	return false
}

// fact says whether a rule belongs to the groups that tell what the API server does.
func fact(rule string) bool {
	return strings.HasPrefix(rule, "schema/") || strings.HasPrefix(rule, "api/")
}
