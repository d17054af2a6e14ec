package lint

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// The ways to suppress a finding, with a reason:
//
//	parallelism: 3 # kubectl-job:ignore GROUP/RULE -- reason
//
// on the line, on a line of its own above, or above the whole document; or as an annotation of the object, several
// separated by semicolons.
const (
	ignorePrefix     = "kubectl-job"
	ignoreMark       = ignorePrefix + ":ignore"
	ignoreAnnotation = ignorePrefix + "/ignore"
)

// The rules about suppressions.
const (
	ruleIgnoreSyntax     = "lint/ignore-syntax"
	ruleIgnoreReason     = "lint/ignore-without-reason"
	ruleIgnoreUnused     = "lint/ignore-unused"
	ruleIgnoreImpossible = "lint/ignore-impossible"
)

// suppression is one rule that somebody wants to hear no more of.
type suppression struct {
	rule string
	at   manifest.Range
	line int     // the line it is about; 0 for all of the document
	only *target // the object it is about; nil for all of the document
	used bool
	// refused says that it names what the API server refuses.
	refused bool
}

// suppress takes away the findings that comments and annotations name, and reports those that do not do what they say.
func suppress(doc *manifest.Document, targets []*target) {
	checked := slices.DeleteFunc(slices.Clone(targets), func(t *target) bool { return t.info.Verdict == Skipped })
	if len(checked) == 0 {
		return
	}
	all := commented(doc, checked[0])
	for _, t := range checked {
		all = append(all, annotated(t)...)
	}
	for _, t := range checked {
		t.findings = slices.DeleteFunc(t.findings, func(f Finding) bool { return t.suppressed(f, all) })
	}
	for i := range all {
		one := &all[i]
		owner := checked[0]
		if one.only != nil {
			owner = one.only
		}
		switch {
		case isRunRule(one.rule):
			for _, t := range checked {
				if one.only == nil || one.only == t {
					t.ignored = append(t.ignored, *one)
				}
			}
		case one.refused:
			owner.add(ruleIgnoreImpossible, Warning, "", one.at, one.rule+" cannot be ignored: the API server refuses the document")
		case !one.used:
			owner.add(ruleIgnoreUnused, Warning, "", one.at, "nothing to ignore: "+one.rule+" has no finding here")
		}
	}
}

// suppressed says whether a finding is to be taken away. What the API server refuses is not.
func (t *target) suppressed(f Finding, all []suppression) bool {
	for i := range all {
		one := &all[i]
		if one.rule != f.Rule || one.line != 0 && one.line != f.Line || one.only != nil && one.only != t {
			continue
		}
		one.used = true
		one.refused = f.Severity == Error && fact(f.Rule)
		return !one.refused
	}
	return false
}

// commented are the suppressions in comments.
func commented(doc *manifest.Document, first *target) []suppression {
	var all []suppression
	for i, c := range doc.Comments {
		text, ok := strings.CutPrefix(c.Text, ignoreMark)
		if !ok {
			continue
		}
		line := c.Range.Start.Line
		if c.OwnLine {
			line = below(doc.Comments[i:])
			if line <= doc.Root.Range.Start.Line {
				line = 0
			}
		}
		for _, rule := range first.parse(text, c.Range) {
			all = append(all, suppression{rule: rule, at: c.Range, line: line})
		}
	}
	return all
}

// below is the line under a comment and those that follow it directly.
func below(comments []manifest.Comment) int {
	line := comments[0].Range.Start.Line + 1
	for _, c := range comments[1:] {
		if !c.OwnLine || c.Range.Start.Line != line {
			break
		}
		line++
	}
	return line
}

// annotated are the suppressions in the object's annotation.
func annotated(t *target) []suppression {
	n := t.object.Root.At("metadata", "annotations", ignoreAnnotation)
	if n == nil || n.Kind != manifest.String {
		return nil
	}
	var all []suppression
	for text := range strings.SplitSeq(n.Text, ";") {
		if strings.TrimSpace(text) == "" {
			continue
		}
		for _, rule := range t.parse(text, n.Range) {
			all = append(all, suppression{rule: rule, at: n.Range, only: t})
		}
	}
	return all
}

// parse reads "GROUP/RULE, GROUP/RULE -- reason". Without a reason there is no suppression.
func (t *target) parse(text string, at manifest.Range) []string {
	names, reason, _ := strings.Cut(text, "--")
	if strings.TrimSpace(names) == "" {
		t.add(ruleIgnoreSyntax, Warning, "", at, "expected "+ignoreMark+" GROUP/RULE -- reason")
		return nil
	}
	var rules []string
	for name := range strings.FieldsFuncSeq(names, func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		switch {
		case !t.known(name):
			t.add(ruleIgnoreSyntax, Warning, "", at, fmt.Sprintf("%q is no rule%s", name, SimilarRule(name)))
		case strings.TrimSpace(reason) == "":
			t.add(ruleIgnoreReason, Warning, "", at, "not ignored for want of a reason: write "+ignoreMark+" "+name+" -- reason")
		default:
			rules = append(rules, name)
		}
	}
	return rules
}
