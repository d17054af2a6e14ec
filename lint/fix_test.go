package lint_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// TestFixes applies every fix that there is for the manifests of testdata: the finding is gone, no other has come, the object
// is the one that was meant, and there is nothing more to fix.
func TestFixes(t *testing.T) {
	files, err := filepath.Glob("../testdata/*/*/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	all := lint.New(lint.Options{Version: schema.Newest, Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)})
	var sources []lint.Source
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		sources = append(sources, lint.Source{Name: file, Data: data})
	}
	for _, corpus := range []string{"corpus.jsonl.gz", "realworld.jsonl.gz"} {
		for _, m := range readJudged(t, corpus) {
			sources = append(sources, lint.Source{Name: m.ID, Data: []byte(m.YAML)})
		}
	}
	seen := map[string]bool{}
	for _, s := range sources {
		for _, f := range all.Lint(s).Findings {
			if f.Fix != nil {
				seen[f.Rule] = true
				t.Run(s.Name+" "+f.Rule, func(t *testing.T) { checkFix(t, all, s, f) })
			}
		}
	}
	if len(seen) < 15 {
		t.Errorf("fixes of %d rules were tried, expected more: %v", len(seen), slices.Sorted(maps.Keys(seen)))
	}
}

func checkFix(t *testing.T, l *lint.Linter, s lint.Source, f lint.Finding) {
	t.Helper()
	before := l.Lint(s).Findings
	fixed, err := f.Apply(s)
	if err != nil {
		t.Fatal(err)
	}
	want := merged(&f, manifest.Parse("", s.Data, manifest.Limits{})[f.Document].Root.Interface())
	if diff := cmp.Diff(want, manifest.Parse("", fixed, manifest.Limits{})[f.Document].Root.Interface()); diff != "" {
		t.Errorf("the object is not the one that was meant: %s", diff)
	}
	count := func(findings []lint.Finding, match func(lint.Finding) bool) (n int) {
		for _, f := range findings {
			if match(f) {
				n++
			}
		}
		return n
	}
	this := func(other lint.Finding) bool {
		return other.Rule == f.Rule && other.Path == f.Path && other.Document == f.Document
	}
	after := l.Lint(lint.Source{Name: s.Name, Data: fixed}).Findings
	if count(after, this) > 0 {
		t.Errorf("%s is still there\n%s", f.Rule, fixed)
	}
	heavy := func(f lint.Finding) bool { return f.Severity != lint.Info }
	if n, m := count(before, heavy), count(after, heavy); m > n {
		t.Errorf("%d errors and warnings before, %d after\n%s", n, m, fixed)
	}
	if got := comments(s.Data); got != comments(fixed) && !strings.Contains(f.Fix.Title, "remove") {
		t.Errorf("comments were lost\n%s", fixed)
	}
}

func comments(data []byte) (n int) {
	for _, doc := range manifest.Parse("", data, manifest.Limits{}) {
		n += len(doc.Comments)
	}
	return n
}

// TestFixAll fixes whole files, twice.
func TestFixAll(t *testing.T) {
	const text = `# An import.
apiVersion: batch/v1
kind: List
items:
- apiVersion: batch/v1
  kind: Job
  metadata: {name: import-1}
  spec:
    completions: 2 # two halves
    parallelism:   10 # at once
    template:
      spec:
        activeDeadlineSeconds: 600
        restartPolicy: Never
        containers:
        - {name: main, image: "shop/import:4.2"}
`
	l := lint.New(lint.Options{Version: schema.Newest, Level: lint.Warning})
	safe := l.Fix(lint.Source{Name: "f.yaml", Data: []byte(text)}, false)
	if want := strings.Replace(text, "10 # at", "2 # at", 1); string(safe.Data) != want {
		t.Error(cmp.Diff(want, string(safe.Data)))
	}
	unsafe := l.Fix(lint.Source{Name: "f.yaml", Data: []byte(text)}, true)
	want := strings.Replace(text, "10 # at", "2 # at", 1)
	want = strings.Replace(want, "        activeDeadlineSeconds: 600\n", "", 1)
	want = strings.Replace(want, "- {name: main, image: \"shop/import:4.2\"}\n", "- {name: main, image: \"shop/import:4.2\"}\n    activeDeadlineSeconds: 600\n", 1)
	if string(unsafe.Data) != want || len(unsafe.Applied) != 2 || len(unsafe.Failed) > 0 {
		t.Errorf("%d applied, %v\n%s", len(unsafe.Applied), unsafe.Failed, cmp.Diff(want, string(unsafe.Data)))
	}
	if again := l.Fix(lint.Source{Name: "f.yaml", Data: unsafe.Data}, true); len(again.Applied) > 0 {
		t.Errorf("fixed again: %+v", again.Applied)
	}
}

// What an alias stands for is not changed: it may be used elsewhere.
func TestFixOfAnAlias(t *testing.T) {
	const text = `apiVersion: batch/v1
kind: Job
metadata: {name: import-1, labels: {n: "10"}}
spec:
  backoffLimit: &ten 10
  completions: 2
  parallelism: *ten
  template: {spec: {restartPolicy: Never, containers: [{name: main, image: "shop/import:4.2"}]}}
`
	l := lint.New(lint.Options{Version: schema.Newest, Level: lint.Warning})
	fixed := l.Fix(lint.Source{Name: "f.yaml", Data: []byte(text)}, false)
	if string(fixed.Data) == text && len(fixed.Failed) != 1 {
		t.Errorf("got %v, expected that the value comes from an alias", fixed.Failed)
	}
	if !strings.Contains(string(fixed.Data), "&ten 10") {
		t.Errorf("the anchor was changed:\n%s", fixed.Data)
	}
}

// merged is an object with the edits of a fix, for comparison with what the text says after them.
func merged(f *lint.Finding, object any) any {
	for _, e := range f.Fix.Edits {
		object = edited(object, slices.Concat(policy.Segments(f.Item), policy.Segments(e.Path)), e)
	}
	return object
}

func edited(v any, path []any, e lint.Edit) any {
	if len(path) == 0 {
		return e.Value
	}
	switch key := path[0].(type) {
	case int:
		list := slices.Clone(v.([]any))
		list[key] = edited(list[key], path[1:], e)
		return list
	default:
		m, _ := v.(map[string]any)
		m = maps.Clone(m)
		if m == nil {
			m = map[string]any{}
		}
		name := fmt.Sprint(key)
		switch {
		case len(path) > 1 || e.Op == "set":
			m[name] = edited(m[name], path[1:], e)
		case e.Op == "rename":
			m[fmt.Sprint(e.Value)] = m[name]
			delete(m, name)
		default:
			delete(m, name)
		}
		return m
	}
}
