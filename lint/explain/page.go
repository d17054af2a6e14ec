// Package explain has a page about each rule: what happens, why, an example and what to do, with the evidence. The pages of
// docs/rules are made of it.
package explain

import (
	"fmt"
	"io/fs"
	"strings"
	"time"

	"github.com/aymanbagabas/go-udiff"

	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/testdata"
)

// Page is the page of a rule, in Markdown. The words are those around the texts of the rule, in their language.
func Page(r lint.Rule, w Words) string {
	var b strings.Builder
	title := r.Title
	if title == "" {
		title = r.Name
	}
	fmt.Fprintf(&b, "# %s\n\n`%s` · %s\n", title, r.Name, r.Severity)
	section(&b, w.WhatHappens, r.About)
	section(&b, w.Why, r.Why)
	if manifest, said := Example(r); manifest != "" {
		section(&b, w.Example, "```yaml\n"+manifest+"```\n\n```text\n"+said+"```")
		section(&b, w.Instead, instead(r, manifest))
	}
	section(&b, w.Fix, r.Fix)
	section(&b, w.Evidence, evidence(r.Evidence))
	section(&b, w.Versions, w.versions(r.Since, r.Until))
	return b.String()
}

func section(b *strings.Builder, title, text string) {
	if text != "" {
		fmt.Fprintf(b, "\n## %s\n\n%s\n", title, text)
	}
}

// Example is a manifest in which the rule finds something, and what lint says of it; both are empty if there is none.
func Example(r lint.Rule) (manifest, said string) {
	text, err := fs.ReadFile(testdata.Err, "err/"+r.Name+".yaml")
	if err != nil {
		return "", ""
	}
	out, err := fs.ReadFile(testdata.Err, "err/"+r.Name+".out")
	if err != nil {
		return "", ""
	}
	return strings.ReplaceAll(string(text), "\x00", "␀"), string(out)
}

// instead shows the fix of the example, if the linter has one.
func instead(r lint.Rule, manifest string) string {
	fix, diff := Instead(r, manifest)
	if fix == nil {
		return ""
	}
	flag := "--fix"
	if !fix.Safe {
		flag = "--fix --unsafe-fixes"
	}
	return fmt.Sprintf("`kubectl job lint %s` (%s):\n\n```diff\n%s```", flag, fix.Title, diff)
}

// Instead is the fix that the linter has for the example of a rule, and what it changes; nil if it has none.
func Instead(r lint.Rule, manifest string) (fix *lint.Fix, diff string) {
	l := lint.New(lint.Options{Version: schema.Newest, Now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)})
	fixed, f := l.FixRule(lint.Source{Name: "job.yaml", Data: []byte(manifest)}, r.Name)
	if f == nil {
		return nil, ""
	}
	return f.Fix, strings.SplitAfterN(udiff.Unified("a", "b", manifest, string(fixed)), "\n", 3)[2]
}

func evidence(list []string) string {
	var b strings.Builder
	for i, e := range list {
		if i > 0 {
			b.WriteString("\n")
		}
		if strings.HasPrefix(e, "https://") {
			e = "<" + e + ">"
		} else {
			e = "`" + e + "` (k8s.io/kubernetes)"
		}
		b.WriteString("- " + e)
	}
	return b.String()
}

// Index lists rules, in Markdown.
func Index(rules []lint.Rule) string {
	var b strings.Builder
	b.WriteString("| rule | severity | about |\n|---|---|---|\n")
	for _, r := range rules {
		about := r.Title
		if about == "" {
			about = r.About
		}
		fmt.Fprintf(&b, "| [%s](%s) | %s | %s |\n", r.Name, r.Docs, r.Severity, about)
	}
	return b.String()
}
