package lsp

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// with is a manifest with the mark | at the place of the cursor.
func marked(t *testing.T, manifest string) (*text, position) {
	t.Helper()
	at := strings.IndexByte(manifest, '|')
	if at < 0 {
		t.Fatal("no mark")
	}
	doc := newText(manifest[:at] + manifest[at+1:])
	return doc, doc.position(at)
}

const head = "apiVersion: batch/v1\nkind: Job\nmetadata: {name: x}\nspec:\n"

func TestCursor(t *testing.T) {
	for _, test := range []struct{ name, manifest, path, key, word, taken string }{
		{"key", head + "  para|\n", "spec", "", "para", ""},
		{"empty line", head + "  completions: 3\n  |\n", "spec", "", "", "completions"},
		{"value", head + "  completionMode: In|\n", "spec", "completionMode", "In", ""},
		{"value without space", head + "  completionMode:|\n", "spec", "completionMode", "", ""},
		{"item", head + "  template:\n    spec:\n      containers:\n      - |\n", "spec template spec containers", "", "", ""},
		{"in item", head + "  template:\n    spec:\n      containers:\n      - name: a\n        image: b\n      - name: c\n        |\n        image: d\n", "spec template spec containers", "", "", "name image"},
		{"indented list", head + "  template:\n    spec:\n      containers:\n        - name: a\n          im|\n", "spec template spec containers", "", "im", "name"},
		{"after list", head + "  template:\n    spec:\n      containers:\n      - name: a\n      re|\n", "spec template spec", "", "re", "containers"},
		{"top", head + "|\n", "", "", "", "spec metadata kind apiVersion"},
		{"other document", head + "  completions: 1\n---\napiVersion: batch/v1\nkind: CronJob\nspec:\n  sch|", "spec", "", "sch", ""},
	} {
		doc, p := marked(t, test.manifest)
		c, ok := doc.at(p)
		if !ok {
			t.Errorf("%s: nothing known", test.name)
			continue
		}
		got := []string{strings.Join(c.path, " "), c.key, c.word, strings.Join(c.taken, " ")}
		if diff := cmp.Diff([]string{test.path, test.key, test.word, test.taken}, got); diff != "" {
			t.Errorf("%s: want -, got +:\n%s", test.name, diff)
		}
	}
	for name, manifest := range map[string]string{
		"comment": head + "  # para|\n",
		"script":  head + "  template:\n    spec:\n      containers:\n      - args:\n        - -c\n        command: |\n          exit|",
		"flow":    head + "  template: {spec|}\n",
		"behind":  head + "  completions: 3 # be|\n",
	} {
		manifest = strings.Replace(manifest, "command: |", "command: >-", 1)
		doc, p := marked(t, manifest)
		if c, ok := doc.at(p); ok {
			t.Errorf("%s: got %+v, expected nothing", name, c)
		}
	}
}

// Every choice is one that the linter knows no better about, and the fields that are a choice have one.
func TestValues(t *testing.T) {
	for _, test := range []struct {
		kind, path string
		want       []string
	}{
		{"Job", "spec.completionMode", []string{"NonIndexed", "Indexed"}},
		{"Job", "spec.template.spec.restartPolicy", []string{"Never", "OnFailure"}},
		{"Job", "spec.template.spec.initContainers.restartPolicy", []string{"Always", "Never", "OnFailure"}},
		{"Job", "spec.podFailurePolicy.rules.action", []string{"FailJob", "FailIndex", "Ignore", "Count"}},
		{"Job", "spec.suspend", []string{"true", "false"}},
		{"CronJob", "spec.concurrencyPolicy", []string{"Allow", "Forbid", "Replace"}},
		{"CronJob", "spec.jobTemplate.spec.template.spec.containers.imagePullPolicy", []string{"IfNotPresent", "Always", "Never"}},
		{"Job", "spec.completions", nil},
		{"Job", "spec.none", nil},
		{"", "kind", []string{"Job", "CronJob"}},
	} {
		if diff := cmp.Diff(test.want, values(test.kind, strings.Split(test.path, "."))); diff != "" {
			t.Errorf("%s %s: want -, got +:\n%s", test.kind, test.path, diff)
		}
	}
}

// Go's types know every field of the newest version, and have a text about it.
func TestDocumentation(t *testing.T) {
	seen := map[string]bool{} // objects
	fields := 0
	var walk func(path []string)
	walk = func(path []string) {
		for _, f := range schema.Fields("CronJob", path, schema.Newest) {
			at := append(slices.Clone(path), f.Name)
			if d, ok := documentation("CronJob", at); !ok || d.text == "" {
				t.Errorf("%s: nothing is said", strings.Join(at, "."))
			}
			fields++
			if object := strings.TrimLeft(f.Type, "[]"); !seen[object] {
				seen[object] = true
				walk(at)
			}
		}
	}
	walk(nil)
	if fields < 600 {
		t.Errorf("got %d fields, expected all of them", fields)
	}
}
