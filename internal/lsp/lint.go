package lsp

import (
	"context"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// result is what linting a document came to.
type result struct {
	linter   *lint.Linter
	version  schema.Version
	source   lint.Source
	findings []finding
}

// finding is a finding with its place in the editor's terms.
type finding struct {
	lint.Finding
	at span
}

// lint lints a document. With an error, it is linted as if there were no configuration.
func (s *Server) lint(ctx context.Context, d *document) (result, error) {
	found, err := s.options.Find(ctx, s.settings.ConfigFile, pathOf(d.uri))
	r := result{version: schema.Newest}
	if found.Version != nil {
		r.version = *found.Version
	}
	if s.version != nil {
		r.version = *s.version
	}
	r.linter, r.source = s.options.Linter(r.version, s.level), found.Source
	// An editor opens files of all kinds: only what shows a sign of a Job is for us.
	r.source.Data, r.source.Found = []byte(d.text.data), true
	if found.Skipped {
		return r, err
	}
	report := r.linter.NewReport([]lint.File{r.linter.Lint(r.source)})
	for _, f := range report.Findings {
		at := span{Start: d.text.place(f.Line, f.Column), End: d.text.place(f.EndLine, f.EndColumn)}
		r.findings = append(r.findings, finding{Finding: f, at: at})
	}
	return r, err
}

// pathOf is the path of a document; that of one which is no file is only a name.
func pathOf(uri string) string {
	u, err := url.Parse(uri)
	if err != nil || u.Scheme != "file" {
		return filepath.Base(uri)
	}
	path := u.Path
	if len(path) > 2 && path[0] == '/' && path[2] == ':' { // /C:/folder
		path = path[1:]
	}
	return filepath.FromSlash(path)
}

func (r *result) diagnostics() []diagnostic {
	all := make([]diagnostic, 0, len(r.findings))
	for i := range r.findings {
		all = append(all, r.findings[i].diagnostic())
	}
	return all
}

func (f *finding) diagnostic() diagnostic {
	severity := map[lint.Severity]int{lint.Error: 1, lint.Warning: 2, lint.Info: 3}
	d := diagnostic{Range: f.at, Severity: severity[f.Severity], Code: f.Rule, Source: "kubectl job", Message: f.Message}
	if strings.HasPrefix(f.Docs, "https://") {
		d.CodeDescription = &codeDescription{Href: f.Docs}
	}
	return d
}
