package lint_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// job is a Job that is fine, with a place for more fields of its spec.
func job(spec string) string {
	return strings.Replace(`apiVersion: batch/v1
kind: Job
metadata:
  name: demo
spec:
  SPEC
  template:
    spec:
      restartPolicy: Never
      containers:
      - name: main
        image: busybox
`, "SPEC", spec, 1)
}

// said writes a file's documents and findings in short.
func said(f lint.File) []string {
	var lines []string
	for _, d := range f.Documents {
		line := fmt.Sprintf("%d%s %s %s %s", d.Index, d.Path, d.Kind, d.Name, d.Verdict)
		if d.Reason != "" {
			line += ": " + d.Reason
		}
		lines = append(lines, line)
	}
	for _, f := range f.Findings {
		lines = append(lines, fmt.Sprintf("%d:%d-%d:%d %s %s %s", f.Line, f.Column, f.EndLine, f.EndColumn, f.Severity, f.Rule, f.Path))
	}
	return lines
}

func TestDocuments(t *testing.T) {
	const (
		template = "a template: lint what it renders, as in helm template CHART | kubectl job lint -"
		patch    = "a kustomize patch: lint what it makes, with kubectl job lint -k FOLDER"
	)
	tests := []struct {
		name   string
		source lint.Source
		want   []string
	}{
		{name: "accepted", source: lint.Source{Data: []byte(job("parallelism: 1"))}, want: []string{"0 Job demo accepted"}},
		{
			name:   "rejected by the schema",
			source: lint.Source{Data: []byte(job("paralelism: 1"))},
			want:   []string{"0 Job demo rejected", "6:3-6:13 error schema/unknown-field spec.paralelism"},
		},
		{
			name:   "two documents, one of another kind",
			source: lint.Source{Data: []byte("apiVersion: v1\nkind: Service\nmetadata: {name: s}\n---\n" + job("backoffLimit: two"))},
			want: []string{
				"0 Service s skipped: not a Job or CronJob",
				"1 Job demo rejected",
				"10:17-10:20 error schema/wrong-type spec.backoffLimit",
			},
		},
		{
			name: "the items of a List have verdicts of their own",
			source: lint.Source{Data: []byte(`apiVersion: v1
kind: List
items:
- apiVersion: v1
  kind: Service
- apiVersion: batch/v1
  kind: Job
  metadata: {name: inner}
  spec: {paralelism: 1, template: {spec: {restartPolicy: Never, containers: [{name: a, image: b}]}}}
`)},
			want: []string{
				"0items[0] Service  skipped: not a Job or CronJob",
				"0items[1] Job inner rejected",
				"9:10-9:20 error schema/unknown-field spec.paralelism",
			},
		},
		{
			name:   "an API version of old",
			source: lint.Source{Data: []byte(strings.Replace(job("parallelism: 1"), "batch/v1", "batch/v1beta1", 1))},
			want:   []string{"0 Job demo rejected", "1:13-1:26 error schema/not-served apiVersion"},
		},
		{
			name:   "a Job without apiVersion and kind",
			source: lint.Source{Data: []byte("spec:\n  template: {}\n")},
			want:   []string{"0   rejected", "1:1-1:1 error schema/not-served apiVersion"},
		},
		{
			name:   "the same, come across in a folder",
			source: lint.Source{Found: true, Data: []byte("spec:\n  template: {}\n")},
			want:   []string{"0   skipped: no Kubernetes object: it has neither apiVersion nor kind"},
		},
		{
			name:   "values of a chart",
			source: lint.Source{Data: []byte("image: busybox\n")},
			want:   []string{"0   skipped: no Kubernetes object: it has neither apiVersion nor kind"},
		},
		{
			name:   "no YAML",
			source: lint.Source{Data: []byte("kind: Job\n\tx: 1\n")},
			want:   []string{"0   rejected", "2:1-2:2 error schema/syntax "},
		},
		{
			name:   "no YAML, without a sign of a Job, come across in a folder",
			source: lint.Source{Found: true, Data: []byte("a: [\n")},
			want:   []string{"0   skipped: neither YAML nor JSON, and without a sign of a Job"},
		},
		{
			name:   "no YAML, but with a sign of a Job, come across in a folder",
			source: lint.Source{Found: true, Data: []byte("kind: Job\n\tx: 1\n")},
			want:   []string{"0   rejected", "2:1-2:2 error schema/syntax "},
		},
		{
			name:   "a template that is no YAML",
			source: lint.Source{Data: []byte("kind: Job\nmetadata:\n  name: {{ .Release.Name }}\n")},
			want:   []string{"0   skipped: " + template},
		},
		{
			name:   "a template that is YAML",
			source: lint.Source{Data: []byte(job(`backoffLimit: "{{ .Values.limit }}"`))},
			want:   []string{"0 Job demo skipped: " + template},
		},
		{
			name: "braces that do no harm",
			source: lint.Source{Data: []byte(strings.Replace(job("parallelism: 1"), "image: busybox", `image: busybox
        args: ["{{ .Values.limit }}"]`, 1))},
			want: []string{"0 Job demo accepted"},
		},
		{
			name:   "a patch that a kustomization names",
			source: lint.Source{Patch: "kustomization.yaml", Data: []byte("apiVersion: batch/v1\nkind: Job\nspec: {parallelism: 2}\n")},
			want:   []string{"0 Job  skipped: " + patch + " (kustomization.yaml names it)"},
		},
		{
			name:   "a patch by its file's name",
			source: lint.Source{Name: "job-patch.yaml", Data: []byte("apiVersion: batch/v1\nkind: Job\nspec: {parallelism: 2}\n")},
			want:   []string{"0 Job  skipped: " + patch},
		},
		{
			name:   "a patch by its folder",
			source: lint.Source{Name: "x/overlays/prod/job.yaml", Data: []byte("apiVersion: batch/v1\nkind: CronJob\nspec: {suspend: true}\n")},
			want:   []string{"0 CronJob  skipped: " + patch},
		},
		{
			name:   "a whole Job in such a folder",
			source: lint.Source{Name: "overlays/prod/job.yaml", Data: []byte(job("paralelism: 1"))},
			want:   []string{"0 Job demo rejected", "6:3-6:13 error schema/unknown-field spec.paralelism"},
		},
		{
			name:   "a patch by its own words",
			source: lint.Source{Data: []byte("apiVersion: batch/v1\nkind: Job\n$patch: delete\nmetadata: {name: x}\n")},
			want:   []string{"0 Job x skipped: " + patch},
		},
		{
			name:   "a key that stands twice",
			source: lint.Source{Data: []byte(job("parallelism: 1\n  parallelism: 2"))},
			want:   []string{"0 Job demo rejected", "7:3-7:14 error schema/duplicate-key "},
		},
		{
			name:   "a key that stands twice in another kind is no affair of ours",
			source: lint.Source{Data: []byte("apiVersion: v1\nkind: Service\nkind: Service\n")},
			want:   []string{"0 Service  skipped: not a Job or CronJob"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := said(lint.New(lint.Options{Version: schema.Newest, Level: lint.Warning}).Lint(test.source))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A misspelled field that misses elsewhere is told once.
func TestConsequencesAreNotTold(t *testing.T) {
	text := strings.Replace(job("parallelism: 1"), "restartPolicy", "restartPolcy", 1)
	got := said(lint.New(lint.Options{Version: schema.Newest, Level: lint.Warning}).Lint(lint.Source{Data: []byte(text)}))
	want := []string{"0 Job demo rejected", "9:7-9:19 error schema/unknown-field spec.template.spec.restartPolcy"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestSuppression(t *testing.T) {
	// On 1.29, successPolicy is dropped with a warning from 1.30.
	dropped := func(line, above, top string) string {
		return top + strings.Replace(job("completionMode: Indexed\n  completions: 2\n"+above+"  successPolicy:"+line+"\n    rules: [{succeededCount: 1}]"), "\n\n", "\n", 1)
	}
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", dropped("", "", ""), []string{"schema/dropped"}},
		{"on the line", dropped(" # kubectl-job:ignore schema/dropped -- meant for 1.31", "", ""), nil},
		{"above", dropped("", "  # kubectl-job:ignore schema/dropped -- meant for 1.31\n", ""), nil},
		{"above, with another comment between", dropped("", "  # kubectl-job:ignore schema/dropped -- meant for 1.31\n  # more\n", ""), nil},
		{"at the top", dropped("", "", "# kubectl-job:ignore schema/dropped -- meant for 1.31\n"), nil},
		{"of advice below the level", dropped(" # kubectl-job:ignore schema/dropped -- meant for 1.31", "", "# kubectl-job:ignore lifecycle/never-cleaned-up -- by hand\n"), nil},
		{"without a reason", dropped(" # kubectl-job:ignore schema/dropped", "", ""), []string{
			"schema/dropped", "lint/ignore-without-reason: not ignored for want of a reason: write kubectl-job:ignore schema/dropped -- reason",
		}},
		{"of no rule", dropped(" # kubectl-job:ignore dropped -- why", "", ""), []string{
			"schema/dropped", `lint/ignore-syntax: "dropped" is no rule: did you mean schema/dropped?`,
		}},
		{"of nothing", dropped(" # kubectl-job:ignore -- why", "", ""), []string{
			"schema/dropped", "lint/ignore-syntax: expected kubectl-job:ignore GROUP/RULE -- reason",
		}},
		{"elsewhere", strings.Replace(dropped("", "", ""), "image: busybox", "image: busybox # kubectl-job:ignore schema/dropped -- why", 1), []string{
			"schema/dropped", "lint/ignore-unused: nothing to ignore: schema/dropped has no finding here",
		}},
		{"of what the server refuses", job("paralelism: 1 # kubectl-job:ignore schema/unknown-field -- why"), []string{
			"schema/unknown-field",
			"lint/ignore-impossible: schema/unknown-field cannot be ignored: the API server refuses the document",
		}},
		{"by annotation", strings.Replace(dropped("", "", ""), "name: demo", `name: demo
  annotations: {kubectl-job/ignore: "schema/dropped -- meant for 1.31"}`, 1), nil},
		{"by annotation, unused", strings.Replace(job("parallelism: 1"), "name: demo", `name: demo
  annotations: {kubectl-job/ignore: "schema/dropped -- why; schema/merge-override -- why"}`, 1), []string{
			"lint/ignore-unused: nothing to ignore: schema/dropped has no finding here",
			"lint/ignore-unused: nothing to ignore: schema/merge-override has no finding here",
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := lint.New(lint.Options{Version: schema.Version{Major: 1, Minor: 30}, Level: lint.Warning}).Lint(lint.Source{Data: []byte(test.text)})
			var got []string
			for _, f := range f.Findings {
				line := f.Rule
				if strings.HasPrefix(f.Rule, "lint/") {
					line += ": " + f.Message
				}
				got = append(got, line)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("%s\n%s", diff, test.text)
			}
		})
	}
}

func TestLevels(t *testing.T) {
	text := job("completionMode: Indexed\n  completions: 2\n  successPolicy: {rules: [{succeededCount: 1}]}\n  paralelism: 1")
	tests := []struct {
		levels lint.Levels
		want   []string
	}{
		{nil, []string{"warning schema/dropped", "error schema/unknown-field"}},
		{lint.Levels{"schema/dropped": lint.Info}, []string{"info schema/dropped", "error schema/unknown-field"}},
		{lint.Levels{"schema": lint.Info, "schema/dropped": lint.Error}, []string{"error schema/dropped", "error schema/unknown-field"}},
		{lint.Levels{"schema": lint.Off}, []string{"error schema/unknown-field"}}, // a refusal stays
	}
	for _, test := range tests {
		f := lint.New(lint.Options{Version: schema.Version{Major: 1, Minor: 30}}).Lint(lint.Source{Data: []byte(text), Levels: test.levels})
		var got []string
		for _, f := range f.Findings {
			got = append(got, string(f.Severity)+" "+f.Rule)
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%v: %s", test.levels, diff)
		}
	}
}

// Findings show a line of the source, but never the value of an environment variable.
// TestLevelLeavesOutNothing sees that a higher level only takes findings away, though rules that it silences do not run.
func TestLevelLeavesOutNothing(t *testing.T) {
	for _, file := range append(manifests(t, "err"), manifests(t, "ok")...) {
		all := lintedAt(t, file, lint.Info).Findings
		want := slices.DeleteFunc(all, func(f lint.Finding) bool { return f.Severity == lint.Info })
		if diff := cmp.Diff(want, lintedAt(t, file, lint.Warning).Findings, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s: findings at level info (-) and warning (+):\n%s", file, diff)
		}
	}
}

func TestExcerptsKeepValues(t *testing.T) {
	for _, test := range []struct{ env, want string }{
		{"{name: A, value: 5}", `      - env: [{name: A, value: …}]`},
		{`{"name": "A", "value": 5}`, `      - env: [{"name": "A", "value": …}]`},
		{"{name: A, value: [hidden], x: 1}", `      - env: [{name: A, value: …`},
		{"{value: {a: hidden}, name: valued}", `      - env: [{value: …`},
		{"{name: valued, value: 5, x: 1}", `      - env: [{name: valued, value: …, x: 1}]`},
	} {
		text := "apiVersion: batch/v1\nkind: Job\nmetadata: {name: x}\nspec:\n  template:\n    spec:\n      restartPolicy: Never\n" +
			"      containers:\n      - env: [" + test.env + "]\n        name: a\n        image: b\n"
		f := lint.New(lint.Options{Version: schema.Newest, Level: lint.Warning}).Lint(lint.Source{Data: []byte(text)})
		if len(f.Findings) == 0 {
			t.Fatalf("%s: no findings", test.env)
		}
		for _, found := range f.Findings {
			if found.Excerpt.Line != test.want {
				t.Errorf("%s: excerpt %q, want %q", test.env, found.Excerpt.Line, test.want)
			}
			if strings.Contains(found.Message, "5") || strings.Contains(found.Message, "hidden") {
				t.Errorf("%s: the message tells the value: %s", test.env, found.Message)
			}
		}
	}
}

func TestJobKind(t *testing.T) {
	for spec, want := range map[string]string{
		"backoffLimit: 1": "single",
		"completions: 3":  "fixed completions",
		"parallelism: 3":  "work queue",
		"completionMode: Indexed\n  completions: 3": "indexed",
	} {
		f := lint.New(lint.Options{Version: schema.Newest, Level: lint.Warning}).Lint(lint.Source{Data: []byte(job(spec + "\n  unknown: 1"))})
		if got := f.Documents[0].JobKind; got != want {
			t.Errorf("%s: document says %q, want %q", spec, got, want)
		}
		if got := f.Findings[0].JobKind; got != want {
			t.Errorf("%s: finding says %q, want %q", spec, got, want)
		}
	}
}

// FuzzLint looks for panics, and for findings that are outside of the text.
func FuzzLint(f *testing.F) {
	f.Add([]byte(job("parallelism: 1")), 37)
	f.Add([]byte(job("paralelism: [*a, {{ b }}] # kubectl-job:ignore schema/unknown-field -- x")), 30)
	f.Add([]byte("kind: List\napiVersion: v1\nitems:\n- kind: CronJob\n  apiVersion: batch/v1\n  spec: {schedule: 'TZ=', timeZone: ''}\n"), 25)
	f.Fuzz(func(t *testing.T, data []byte, minor int) {
		found := lint.New(lint.Options{Version: schema.Version{Major: 1, Minor: minor}}).Lint(lint.Source{Name: "f.yaml", Data: data})
		lines := strings.Count(strings.ReplaceAll(string(data), "\r", "\n"), "\n") + 1
		for _, f := range found.Findings {
			if f.Line < 1 || f.Column < 1 || f.Line > lines || f.EndLine < f.Line || f.EndLine == f.Line && f.EndColumn < f.Column {
				t.Errorf("%d:%d-%d:%d is no place in %d lines: %s %s", f.Line, f.Column, f.EndLine, f.EndColumn, lines, f.Rule, f.Message)
			}
		}
		for _, d := range found.Documents {
			rejected := false
			for _, f := range found.Findings {
				if f.Document == d.Index && f.Item == d.Path && f.Severity == lint.Error && (strings.HasPrefix(f.Rule, "schema/") || strings.HasPrefix(f.Rule, "api/")) {
					rejected = true
				}
			}
			if rejected != (d.Verdict == lint.Rejected) {
				t.Errorf("%s: errors %v", d.Verdict, rejected)
			}
		}
	})
}
