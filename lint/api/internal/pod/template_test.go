package pod

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/meta"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// templateCase is a template, and what is said of it.
type templateCase struct {
	name string
	// minor is the version; 0 is the newest.
	minor int
	// removed are the paths behind spec.template that this version removes.
	removed []string
	// metadata and spec are added to a template that is right. Positions count from the first line of spec, or of
	// metadata where there is no spec.
	metadata, spec string
	// want has a line a problem: line:column, type, path behind spec.template, message.
	want string
}

// checkTemplates runs the checks of templates on each case.
func checkTemplates(t *testing.T, cases []templateCase) {
	t.Helper()
	runTemplates(t, cases, Check)
}

// runTemplates runs a function on each case.
func runTemplates(t *testing.T, cases []templateCase, run func(field.Value)) {
	t.Helper()
	known := knownRules(t)
	for _, tc := range cases {
		t.Run(tc.name, func(t *testing.T) {
			text, offset := tc.manifest()
			docs := manifest.Parse("", []byte(text), manifest.Limits{})
			if len(docs) != 1 || docs[0].Fatal() != nil {
				t.Fatalf("the case cannot be read: %v\n%s", docs, text)
			}
			v := schema.Newest
			if tc.minor != 0 {
				v.Minor = tc.minor
			}
			c := field.NewChecker(v, tc.removedPaths())
			run(c.Root(docs[0].Root).Get("spec").Get("template"))
			var got strings.Builder
			for _, p := range c.Problems() {
				path := strings.TrimPrefix(strings.TrimPrefix(p.Path, "spec.template"), ".")
				kind := strings.TrimPrefix(string(p.Type), "FieldValue")
				if kind == "" {
					kind = p.Severity.String()
				}
				if !known[p.Rule] {
					t.Errorf("rule %q is in no list", p.Rule)
				}
				fmt.Fprintf(&got, "%d:%d %s %s: %s\n", p.Range.Start.Line-offset, p.Range.Start.Column, kind, path, p.Message)
			}
			want := tc.want
			if want != "" {
				want = strings.TrimPrefix(strings.TrimSuffix(want, "\n")+"\n", "\n")
			}
			if got.String() != want {
				t.Errorf("got:\n%swant:\n%s", got.String(), want)
			}
		})
	}
}

func (tc templateCase) removedPaths() []string {
	var paths []string
	for _, path := range tc.removed {
		paths = append(paths, "spec.template."+path)
	}
	return paths
}

// knownRules are the rules in the lists, each of which must be there once and be explained.
func knownRules(t *testing.T) map[string]bool {
	t.Helper()
	known := map[string]bool{meta.RuleLabels: true, meta.RuleAnnotations: true, meta.RuleSelector: true}
	for _, r := range slices.Concat(volumeRules(), specRules(), containerRules()) {
		if known[r.Name] || !strings.HasSuffix(r.About, ".") {
			t.Errorf("rule %q is in a list twice, or has no sentence about it: %q", r.Name, r.About)
		}
		known[r.Name] = true
	}
	return known
}

// manifest writes the Job, and tells how many lines stand before the case.
func (tc templateCase) manifest() (text string, offset int) {
	head := "spec:\n  template:\n    metadata:\n      name: x\n" + indent(tc.metadata, 6) + "    spec:\n"
	offset = strings.Count(head, "\n")
	if tc.spec == "" {
		offset = strings.Count("spec:\n  template:\n    metadata:\n      name: x\n", "\n")
	}
	text = head + indent(tc.spec, 6)
	if !strings.Contains("\n"+tc.spec, "\ncontainers:") {
		text += "      containers: [{name: main, image: busybox}]\n"
	}
	return text, offset
}

func indent(text string, by int) string {
	var b strings.Builder
	for line := range strings.Lines(strings.TrimPrefix(text, "\n")) {
		b.WriteString(strings.Repeat(" ", by) + line)
	}
	if b.Len() > 0 && !strings.HasSuffix(b.String(), "\n") {
		b.WriteByte('\n')
	}
	return b.String()
}
