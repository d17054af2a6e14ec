package files

import (
	"encoding/json"
	"strings"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// mostLinted is of how many Jobs the linter's findings are wanted: those of a whole fleet are for kubectl job lint.
const mostLinted = 20

// lint lints the Jobs of a file, those from number known on.
func (r *Reader) lint(name string, data []byte, known int) {
	for _, d := range manifest.Parse(name, data, manifest.Limits{Bytes: len(data) + 1}) {
		for _, object := range d.Objects() {
			if object.Kind != "Job" || known >= len(r.objects.Jobs) {
				continue
			}
			uid := r.objects.Jobs[known].Metadata.UID
			known++
			if fields, ok := object.Root.Interface().(map[string]any); ok {
				r.objects.Lint[uid] = LintOf(r.linter, fields)
			}
		}
	}
}

// LintOf is what the linter finds in a Job, given by its fields. It leaves out what the API server has written, and what it has said itself.
func LintOf(linter *lint.Linter, fields map[string]any) []analyze.Lint {
	written := map[string]any{}
	for key, value := range fields {
		if key != "status" {
			written[key] = value
		}
	}
	text, err := json.Marshal(written)
	if err != nil {
		return nil
	}
	var all []analyze.Lint
	for _, f := range linter.Lint(lint.Source{Data: text}).Findings {
		if group, _, _ := strings.Cut(f.Rule, "/"); group != "schema" && group != "api" && group != "lint" {
			all = append(all, analyze.Lint{Rule: f.Rule, Severity: string(f.Severity), Path: f.Path, Message: f.Message})
		}
	}
	return all
}
