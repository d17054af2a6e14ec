package bridge_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/wasm/bridge"
)

func now() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// marshal is what encoding/json writes.
func marshal(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func manifests(t *testing.T) map[string][]byte {
	t.Helper()
	all := map[string][]byte{}
	root := os.DirFS("../../testdata")
	for _, pattern := range []string{"seed/*.yaml", "ok/*.yaml", "err/*/*.yaml"} {
		names, err := fs.Glob(root, pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			if all[name], err = fs.ReadFile(root, name); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(all) < 200 {
		t.Fatalf("%d manifests; that is too few", len(all))
	}
	return all
}

// TestJSON holds the JSON that is written by hand to what encoding/json makes of the same values.
func TestJSON(t *testing.T) {
	b := bridge.New()
	odd := "a: \"\x00 \u2028 \u2029 \x7f é 界 😀 \\b\\f\\n\\r\\t\\u0001 <&> \xff\"\nkind: Job\napiVersion: batch/v1\n"
	all := manifests(t)
	all["odd \" \\ \x01 \u2028 \xff <&>.yaml"] = []byte(odd)
	for name, data := range all {
		l := lint.New(lint.Options{Version: schema.Newest, Now: now()})
		want := marshal(t, l.NewReport([]lint.File{l.Lint(lint.Source{Name: name, Data: data})}))
		got, err := b.Lint(bridge.Request{File: name, Data: data, Now: now()})
		if err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Errorf("%q:\n%s", name, cmp.Diff(want, got))
		}
		facts, err := b.Facts(bridge.Request{File: name, Data: data, Now: now()}, 1)
		if err != nil {
			t.Fatal(err)
		}
		if !json.Valid([]byte(facts)) {
			t.Errorf("%s: these facts are no JSON: %s", name, facts)
		}
	}
	if diff := cmp.Diff(marshal(t, lint.Rules()), bridge.Rules()); diff != "" {
		t.Error(diff)
	}
}

func TestVersions(t *testing.T) {
	var versions []string
	if err := json.Unmarshal([]byte(bridge.Versions()), &versions); err != nil {
		t.Fatal(err)
	}
	if versions[0] != schema.Oldest.String() || versions[len(versions)-1] != schema.Newest.String() {
		t.Errorf("%v", versions)
	}
	b := bridge.New()
	manifest := []byte("apiVersion: batch/v1\nkind: Job\nmetadata: {name: x}\nspec: {managedBy: example.com/x}\n")
	for _, version := range versions {
		out, err := b.Lint(bridge.Request{Data: manifest, Version: version, Now: now()})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(out, `{"kubernetesVersion":"`+version+`"`) {
			t.Errorf("%s: %.60s", version, out)
		}
	}
	if _, err := b.Lint(bridge.Request{Data: manifest, Version: "2.0"}); err == nil {
		t.Error("there is no Kubernetes 2.0")
	}
}

// picture is the part of the facts that this package adds.
type picture struct {
	Line, EndLine, Attempts int
	Waits                   []int
	Next                    []string
	Zone                    string
}

// pictureAt is nil if there is none.
func pictureAt(t *testing.T, manifest string, line int) *picture {
	t.Helper()
	out, err := bridge.New().Facts(bridge.Request{Data: []byte(manifest), Now: now()}, line)
	if err != nil {
		t.Fatal(err)
	}
	var p *picture
	if err := json.Unmarshal([]byte(out), &p); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	return p
}

const jobOf = `apiVersion: batch/v1
kind: Job
metadata: {name: x}
spec:
  SPEC
  template:
    spec:
      restartPolicy: POLICY
      containers: [{name: c, image: "a:1"}]
`

func TestFacts(t *testing.T) {
	for _, c := range []struct {
		spec, policy string
		want         picture
	}{
		{"backoffLimit: 8", "Never", picture{Attempts: 9, Waits: []int{10, 20, 40, 80, 160, 320, 600, 600}}},
		{"backoffLimit: 0", "Never", picture{Attempts: 1, Waits: []int{}}},
		{"backoffLimit: 7", "OnFailure", picture{Attempts: 7, Waits: []int{10, 20, 40, 80, 160, 300}}},
		{"backoffLimit: 0", "OnFailure", picture{Attempts: 1, Waits: []int{}}},
		{"{completionMode: Indexed, completions: 4, backoffLimitPerIndex: 1}", "Never", picture{Attempts: 2, Waits: []int{10}}},
	} {
		spec := strings.NewReplacer("{", "", "}", "", ", ", "\n  ").Replace(c.spec)
		c.want.Line, c.want.EndLine = 1, 9+strings.Count(spec, "\n")
		got := pictureAt(t, strings.NewReplacer("SPEC", spec, "POLICY", c.policy).Replace(jobOf), 1)
		if diff := cmp.Diff(&c.want, got); diff != "" {
			t.Errorf("%s, %s: %s", c.spec, c.policy, diff)
		}
	}
}

func TestRuns(t *testing.T) {
	const cron = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: x}\nspec:\n  schedule: \"30 2 * * *\"\n  timeZone: Asia/Seoul\n" +
		"  suspend: SUSPEND\n  jobTemplate: {spec: {template: {spec: {restartPolicy: Never, containers: [{name: c, image: \"a:1\"}]}}}}\n"
	running := strings.Replace(cron, "SUSPEND", "false", 1)
	if got := pictureAt(t, running, 1); got == nil || got.Zone != "Asia/Seoul" || len(got.Next) != 8 || got.Next[0] != "2026-11-24T02:30:00+09:00" {
		t.Errorf("%+v", got)
	}
	suspended := strings.Replace(cron, "SUSPEND", "true", 1)
	if got := pictureAt(t, suspended, 1); got == nil || len(got.Next) != 0 {
		t.Errorf("%+v", got)
	}
	refused := strings.Replace(running, "30 2 * * *", "30 2 * *", 1)
	if got := pictureAt(t, refused, 1); got != nil {
		t.Errorf("a CronJob that the API server refuses has facts: %+v", got)
	}
	// A document is 8 lines, and one more parts it from the next.
	several := refused + "---\n" + suspended + "---\n" + running
	for line, first := range map[int]int{1: 10, 10: 10, 12: 10, 19: 19, 23: 19, 99: 10} {
		if got := pictureAt(t, several, line); got == nil || got.Line != first {
			t.Errorf("line %d: %+v", line, got)
		}
	}
}

func TestFixes(t *testing.T) {
	b := bridge.New()
	r := bridge.Request{File: "j.yaml", Data: []byte("apiVersion: batch/v1\nkind: Job\nmetadata: {name: x}\nspec:\n" +
		"  template:\n    spec:\n      restartPolicy: Never\n      containers:\n      - name: c # main\n        image: a:1\n"), Now: now()}
	out, err := b.Lint(r)
	if err != nil {
		t.Fatal(err)
	}
	var report lint.Report
	if err := json.Unmarshal([]byte(out), &report); err != nil {
		t.Fatal(err)
	}
	for i := range report.Findings {
		fixed, err := b.FixOne(r, i)
		if (report.Findings[i].Fix == nil) != (err != nil) {
			t.Errorf("%s: %v", report.Findings[i].Rule, err)
		}
		if err == nil && (fixed == string(r.Data) || !strings.Contains(fixed, "# main")) {
			t.Errorf("%s: %s", report.Findings[i].Rule, fixed)
		}
	}
	if _, err := b.FixOne(r, len(report.Findings)); err == nil {
		t.Error("there is no such finding")
	}
	all, err := b.FixAll(r, true)
	if err != nil {
		t.Fatal(err)
	}
	var mended struct {
		Text    string
		Applied []lint.Finding
		Failed  []string
	}
	if err := json.Unmarshal([]byte(all), &mended); err != nil {
		t.Fatalf("%v: %s", err, all)
	}
	if len(mended.Applied) == 0 || len(mended.Failed) != 0 || !strings.Contains(mended.Text, "podReplacementPolicy: Failed") {
		t.Errorf("%s", all)
	}
}
