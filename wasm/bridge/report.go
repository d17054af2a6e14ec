package bridge

import "github.com/kubectl-job/kubectl-job/lint"

func appendReport(b []byte, r *lint.Report) []byte {
	return begin(b).str("kubernetesVersion", r.KubernetesVersion).
		raw("summary", func(b []byte) []byte { return appendSummary(b, &r.Summary) }).
		list("documents", len(r.Documents), func(b []byte, i int) []byte { return appendDocument(b, &r.Documents[i]) }).
		list("findings", len(r.Findings), func(b []byte, i int) []byte { return appendFinding(b, &r.Findings[i]) }).
		end()
}

func appendSummary(b []byte, s *lint.Summary) []byte {
	return begin(b).num("files", s.Files).num("documents", s.Documents).num("linted", s.Linted).num("skipped", s.Skipped).
		num("errors", s.Errors).num("warnings", s.Warnings).num("infos", s.Infos).end()
}

func appendDocument(b []byte, d *lint.Document) []byte {
	return begin(b).str("file", d.File).num("index", d.Index).some("path", d.Path).str("kind", d.Kind).some("jobKind", d.JobKind).
		str("name", d.Name).str("namespace", d.Namespace).str("verdict", string(d.Verdict)).str("reason", d.Reason).end()
}

func appendFinding(b []byte, f *lint.Finding) []byte {
	return begin(b).str("rule", f.Rule).str("severity", string(f.Severity)).str("message", f.Message).str("file", f.File).
		num("document", f.Document).some("item", f.Item).str("kind", f.Kind).some("jobKind", f.JobKind).str("name", f.Name).
		str("path", f.Path).num("line", f.Line).num("column", f.Column).num("endLine", f.EndLine).num("endColumn", f.EndColumn).
		str("docs", f.Docs).raw("fix", func(b []byte) []byte { return appendFix(b, f.Fix) }).end()
}

func appendFix(b []byte, f *lint.Fix) []byte {
	if f == nil {
		return append(b, "null"...)
	}
	o := begin(b).str("title", f.Title)
	o = o.raw("safe", func(b []byte) []byte { return appendAny(b, f.Safe) })
	return o.list("edits", len(f.Edits), func(b []byte, i int) []byte {
		e := &f.Edits[i]
		o := begin(b).str("op", e.Op).str("path", e.Path)
		if e.Value != nil {
			o = o.raw("value", func(b []byte) []byte { return appendAny(b, e.Value) })
		}
		return o.end()
	}).end()
}

func appendRule(b []byte, r *lint.Rule) []byte {
	o := begin(b).str("name", r.Name).str("severity", string(r.Severity)).some("title", r.Title).str("about", r.About).
		some("why", r.Why).some("fix", r.Fix)
	if len(r.Evidence) > 0 {
		o = o.list("evidence", len(r.Evidence), func(b []byte, i int) []byte { return appendString(b, r.Evidence[i]) })
	}
	return o.someNum("since", r.Since).someNum("until", r.Until).str("docs", r.Docs).end()
}
