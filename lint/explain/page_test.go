package explain_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/explain"
)

var update = flag.Bool("update", false, "write docs/rules anew")

const root = "../../docs/rules/"

// TestPages holds the pages of docs/rules to the rules.
func TestPages(t *testing.T) {
	if *update {
		writePages(t)
	}
	want := map[string]bool{}
	for _, r := range lint.Rules() {
		if r.Title == "" {
			continue
		}
		want[r.Name+".md"] = true
		compare(t, root+r.Name+".md", explain.Page(r, explain.English()))
		for _, heading := range []string{"What happens", "Why", "Example", "Fix", "Evidence", "Versions"} {
			if !strings.Contains(explain.Page(r, explain.English()), "\n## "+heading+"\n") {
				t.Errorf("the page of %s has nothing under %s", r.Name, heading)
			}
		}
	}
	compare(t, root+"README.md", index())
	pages, err := filepath.Glob(root + "*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		if name := filepath.ToSlash(strings.TrimPrefix(page, filepath.FromSlash(root))); name != "not-static.md" && !want[name] {
			t.Errorf("there is no rule for the page %s", name)
		}
	}
}

func index() string {
	return "# The rules\n\n<!-- Made by go test ./lint/explain -update. -->\n\n" + explain.Index(relative(lint.Rules()))
}

// relative makes links within the folder.
func relative(rules []lint.Rule) []lint.Rule {
	for i := range rules {
		_, rules[i].Docs, _ = strings.Cut(rules[i].Docs, "/docs/rules/")
	}
	return rules
}

func writePages(t *testing.T) {
	t.Helper()
	for _, r := range lint.Rules() {
		if r.Title == "" {
			continue
		}
		if err := os.MkdirAll(filepath.Dir(root+r.Name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(root+r.Name+".md", []byte(explain.Page(r, explain.English())), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(root+"README.md", []byte(index()), 0o644); err != nil {
		t.Fatal(err)
	}
}

func compare(t *testing.T, file, want string) {
	t.Helper()
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("%s differs; if it is right so: go test ./lint/explain -update\n%s", file, diff)
	}
}
