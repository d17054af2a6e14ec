package lint_test

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/report"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// With -update, the expected output beside each manifest and the pages of the rules are written anew.
var update = flag.Bool("update", false, "write testdata/err/**/*.out and docs/rules/*.md anew")

// manifests are the YAML files below a folder of testdata, with / in their names.
func manifests(t *testing.T, folder string) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS("../testdata"), folder, func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".yaml") {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// versionLine is how a manifest of testdata says which version it is about; without it, it is the newest.
var versionLine = regexp.MustCompile(`(?m)^# For Kubernetes (\S+)$`)

// linted is what lint says of a file of testdata/err: warnings, and advice of the rule that the file is about.
func linted(t *testing.T, file string) *lint.Report {
	t.Helper()
	r := lintedAt(t, file, lint.Info)
	rule := strings.TrimSuffix(strings.TrimPrefix(file, "err/"), ".yaml")
	r.Findings = slices.DeleteFunc(r.Findings, func(f lint.Finding) bool { return f.Severity == lint.Info && f.Rule != rule })
	r.Summary.Infos = len(r.Findings) - r.Summary.Errors - r.Summary.Warnings
	return r
}

func lintedAt(t *testing.T, file string, level lint.Severity) *lint.Report {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../testdata", filepath.FromSlash(file)))
	if err != nil {
		t.Fatal(err)
	}
	version := schema.Newest
	if m := versionLine.FindSubmatch(data); m != nil {
		if version, err = schema.ParseVersion(string(m[1])); err != nil {
			t.Fatal(err)
		}
	}
	linter := lint.New(lint.Options{Version: version, Level: level, Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)})
	r := linter.NewReport([]lint.File{linter.Lint(lint.Source{Name: file, Data: data})})
	return &r
}

func text(t *testing.T, r *lint.Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := report.Write(&b, r, report.Options{Format: report.Text}); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// golden compares with a file, or writes it.
func golden(t *testing.T, file, got string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s differs; if it is right so: go test ./lint -update\n%s", file, diff)
	}
}

// Each manifest of testdata/err has findings, those that stand beside it.
func TestErr(t *testing.T) {
	for _, file := range manifests(t, "err") {
		t.Run(file, func(t *testing.T) {
			r := linted(t, file)
			if len(r.Findings) == 0 {
				t.Error("no findings")
			}
			golden(t, filepath.Join("../testdata", strings.TrimSuffix(file, ".yaml")+".out"), text(t, r))
		})
	}
}

// The manifests of testdata/ok and testdata/seed are accepted without a word.
func TestOK(t *testing.T) {
	for _, file := range slices.Concat(manifests(t, "ok"), manifests(t, "seed")) {
		r := lintedAt(t, file, lint.Warning)
		if got := text(t, r); got != "" || r.Summary.Skipped > 0 || r.Summary.Linted == 0 {
			t.Errorf("%s: %+v\n%s", file, r.Summary, got)
		}
	}
}

// Each rule has a manifest testdata/err/GROUP/RULE.yaml in which it finds something, and a place on the page of its group.
func TestRules(t *testing.T) {
	pages := map[string]*strings.Builder{}
	for _, rule := range lint.Rules() {
		group, name, _ := strings.Cut(rule.Name, "/")
		if rule.Name == "lint/rule-failed" {
			continue // no rule of ours does
		}
		file := "err/" + rule.Name + ".yaml"
		r := linted(t, file)
		if !slices.ContainsFunc(r.Findings, func(f lint.Finding) bool { return f.Rule == rule.Name }) {
			t.Errorf("%s: no finding of %s", file, rule.Name)
		}
		if rule.About == "" || !strings.HasSuffix(rule.About, ".") {
			t.Errorf("%s: about %q is no sentence", rule.Name, rule.About)
		}
		if rule.Title != "" {
			continue // it has a page of its own
		}
		page := pages[group]
		if page == nil {
			page = &strings.Builder{}
			pages[group] = page
			fmt.Fprintf(page, "# The rules of the group %s\n\n%s\n", group, introduction(group))
		}
		data, err := os.ReadFile(filepath.Join("../testdata", filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(page, "\n## %s\n\n%s\n\n```yaml\n%s```\n\n```text\n%s```\n", name, rule.About, shown(data), text(t, r))
	}
	for group, page := range pages {
		golden(t, filepath.Join("../docs/rules", group+".md"), page.String())
	}
}

// shown is a manifest as a page can show it.
func shown(data []byte) string { return strings.ReplaceAll(string(data), "\x00", "␀") }

func introduction(group string) string {
	const generated = "<!-- Made by go test ./lint -update from the rules and testdata/err. -->\n\n"
	switch group {
	case "schema":
		return generated + "Whether the API server can decode the document: the fields of the chosen version of Kubernetes, their types, and the text itself.\n" +
			"Its errors cannot be suppressed."
	case "api":
		return generated + "What the API server refuses of a document that it can decode, after its defaults, and what it warns of. Its errors cannot be\nsuppressed."
	case "cronjob":
		return generated + "What the API server accepts in a CronJob, and refuses in the Jobs that it makes."
	case "lint":
		return generated + "About suppressions themselves."
	default:
		return generated
	}
}

// The page of the output formats shows what they really write.
func TestOutputPage(t *testing.T) {
	const example = "err/schema/unknown-field.yaml"
	r := linted(t, example)
	var page strings.Builder
	page.WriteString(outputPage)
	for _, format := range report.Formats() {
		var b bytes.Buffer
		if err := report.Write(&b, r, report.Options{Format: report.Format(format), Version: "1.0.0"}); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&page, "\n## %s\n\n%s\n\n```%s\n%s```\n", format, formats[format].about, formats[format].language, b.String())
	}
	golden(t, "../docs/lint-output.md", page.String())
}

const outputPage = `# What kubectl job lint writes

<!-- Made by go test ./lint -update. -->

Five formats, chosen with ` + "`-o`" + `, here for the same manifest:

` + "`kubectl job lint testdata/err/schema/unknown-field.yaml -o FORMAT`" + `

All are sorted by file, line and column, and identical from run to run. Findings go to standard output; notes about what was
skipped (format text only) and errors go to standard error. Values of environment variables never appear.
`

var formats = map[string]struct{ language, about string }{
	"text": {"text", "For people. Nothing is written where nothing is found. In a terminal, severities have colours, unless NO_COLOR is set."},
	"json": {"json", `For programs; a contract. Lines and columns count from 1, columns in Unicode characters; the end is behind the last character.

- ` + "`documents`" + ` has an entry for each object; for an item of a list, ` + "`path`" + ` says which (` + "`items[2]`" + `), and its findings carry the same as ` + "`item`" + `. ` + "`index`" + ` counts the documents of a file from 0.
- ` + "`verdict`" + ` is ` + "`rejected`" + ` exactly when the document has a finding of the groups ` + "`schema`" + ` or ` + "`api`" + ` with severity error; ` + "`skipped`" + ` documents have a ` + "`reason`" + `.
- ` + "`jobKind`" + ` is the kind of Job: single, fixed completions, work queue or indexed. It is left out where the document does not tell.
- ` + "`severity`" + ` is error, warning or info. ` + "`fix`" + ` is null, or has a title, whether it is safe, and its edits: op (set, remove, rename), path and value.`},
	"sarif":  {"json", "SARIF 2.1.0, for code scanning."},
	"junit":  {"xml", "For CI servers: a test suite for each file, a test case for each document, which fails on errors and warnings."},
	"github": {"text", "Workflow commands, which GitHub Actions shows beside the lines of a change."},
}
