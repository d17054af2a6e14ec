package lsp

import (
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint"
)

// The kinds of code actions.
const (
	quickFix = "quickfix"
	fixAll   = "source.fixAll"
)

// codeActions offers what mends the findings at a place, and what mends all that is safe to mend.
func (s *Server) codeActions(p codeActionParams) ([]codeAction, error) {
	d := s.documents[p.TextDocument.URI]
	if d == nil {
		return nil, invalid("%s is not open", p.TextDocument.URI)
	}
	actions := []codeAction{}
	if wants(p.Context.Only, quickFix) {
		for i := range d.result.findings {
			if f := &d.result.findings[i]; f.at.touches(p.Range) {
				actions = append(actions, s.fixes(d, f)...)
			}
		}
	}
	// Editors that ask for no kind show a menu at a place: what concerns the whole file is not for it.
	if len(p.Context.Only) > 0 && wants(p.Context.Only, fixAll) {
		if fixed := d.result.linter.Fix(d.result.source, false); len(fixed.Applied) > 0 {
			actions = append(actions, codeAction{Title: "Mend all that is safe to mend", Kind: fixAll, Edit: s.edit(d, string(fixed.Data))})
		}
	}
	return actions, nil
}

// wants says whether an editor that asks for kinds wants one: source.fixAll is of the kind source, too.
func wants(only []string, kind string) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o string) bool { return kind == o || strings.HasPrefix(kind, o+".") })
}

// fixes are the fix of a finding, if it has one, and a comment that suppresses it, if it can be suppressed.
func (s *Server) fixes(d *document, f *finding) []codeAction {
	var all []codeAction
	if f.Fix != nil {
		if data, err := f.Apply(d.result.source); err == nil {
			title := strings.ToUpper(f.Fix.Title[:1]) + f.Fix.Title[1:]
			if !f.Fix.Safe {
				title += " (changes what the Job does)"
			}
			all = append(all, s.action(d, f, title, string(data)))
			all[0].IsPreferred = f.Fix.Safe
		}
	}
	if data, ok := d.ignore(f); ok {
		all = append(all, s.action(d, f, "Ignore "+f.Rule+" here", data))
	}
	return all
}

func (s *Server) action(d *document, f *finding, title, data string) codeAction {
	return codeAction{Title: title, Kind: quickFix, Diagnostics: []diagnostic{f.diagnostic()}, Edit: s.edit(d, data)}
}

func (s *Server) edit(d *document, to string) workspaceEdit {
	edits := d.text.edits(to)
	if s.versioned {
		return workspaceEdit{DocumentChanges: []documentEdit{{TextDocument: identifier{URI: d.uri, Version: &d.version}, Edits: edits}}}
	}
	return workspaceEdit{Changes: map[string][]textEdit{d.uri: edits}}
}

// ignore is the text with a comment above the finding's line that suppresses it. It is not ok where that has no effect: what
// the API server refuses cannot be ignored, and a comment in a script is none.
func (d *document) ignore(f *finding) (string, bool) {
	line := d.text.line(f.at.Start.Line)
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	at := d.text.starts[f.at.Start.Line]
	data := d.text.data[:at] + indent + "# kubectl-job:ignore " + f.Rule + " -- TODO: say why\n" + d.text.data[at:]
	source := d.result.source
	source.Data = []byte(data)
	now := d.result.linter.Lint(source).Findings
	return data, count(now, f.Rule) < count(d.result.linter.Lint(d.result.source).Findings, f.Rule) && !refusedMore(now, d.result.findings)
}

func count(findings []lint.Finding, rule string) int {
	n := 0
	for i := range findings {
		if findings[i].Rule == rule {
			n++
		}
	}
	return n
}

// refusedMore says whether there are findings about the comment itself, or the text cannot be read any more.
func refusedMore(now []lint.Finding, before []finding) bool {
	return len(now) >= len(before)
}
