package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/test/parity/referee"
)

// court holds both sides.
type court struct {
	referee *referee.Referee
	version schema.Version
}

// disagreement is a manifest on which the linter and the API server differ.
type disagreement struct {
	cause    string // what they differ in, without the numbers of items
	batch    bool   // it is about a Job's or CronJob's own fields, not the Pod's
	manifest []byte
	server   referee.Verdict
	linter   said
}

// compare judges a manifest by both; nil if they agree.
func (c *court) compare(object any) *disagreement {
	data, err := json.Marshal(object)
	if err != nil {
		panic(err) // it was made of JSON
	}
	want, got := c.referee.Judge(data), ask(data, c.version)
	causes := difference(&want, &got)
	if len(causes) == 0 {
		return nil
	}
	return &disagreement{
		cause: strings.Join(causes, "; "), batch: slices.ContainsFunc(causes, isBatch), manifest: data, server: want, linter: got,
	}
}

// difference is what the two differ in; empty if in nothing.
func difference(want *referee.Verdict, got *said) []string {
	switch {
	case want.Panic != "":
		if got.accept() {
			return []string{"accepted, and the API server panics"}
		}
		return nil
	case want.DecodeError != "" && got.undecodable:
		return nil
	case want.DecodeError != "":
		return []string{"decoded, and the API server cannot: " + general(want.DecodeError)}
	case got.undecodable:
		return []string{"not decoded, and the API server can: " + general(strings.Join(got.messages, ", "))}
	}
	var causes []string
	fields := want.Fields()
	for _, f := range fields {
		if !slices.Contains(got.fields, f) {
			causes = append(causes, "missed "+typeOf(want, f)+" "+general(f))
		}
	}
	for _, f := range got.fields {
		if !slices.Contains(fields, f) {
			causes = append(causes, "wrongly refused "+general(f))
		}
	}
	if want.Job != nil && want.Job.Accept == got.jobs {
		if got.jobs {
			causes = append(causes, "wrongly refused the Jobs of a CronJob")
		} else {
			causes = append(causes, "missed that the Jobs of a CronJob are refused: "+general(strings.Join(want.Job.Fields(), ", ")))
		}
	}
	slices.Sort(causes)
	return slices.Compact(causes)
}

func typeOf(v *referee.Verdict, field string) string {
	for _, e := range v.Errors {
		if e.Field == field {
			return strings.TrimPrefix(e.Type, "FieldValue")
		}
	}
	return ""
}

var (
	number = regexp.MustCompile(`\[[^\]]*\]`)
	quoted = regexp.MustCompile(`"[^"]*"`)
)

// general takes away what differs between manifests with one cause.
func general(s string) string {
	s = number.ReplaceAllString(s, "[]")
	s = quoted.ReplaceAllString(s, `""`)
	s = strings.ReplaceAll(s, "spec.jobTemplate.spec", "spec")
	const enough = 200
	return s[:min(len(s), enough)]
}

// isBatch says whether a cause is about the batch level.
func isBatch(cause string) bool {
	return !strings.Contains(cause, "spec.template.") && !strings.Contains(cause, "template.spec") && !strings.Contains(cause, "ecoded") ||
		strings.Contains(cause, "spec.template.spec.restartPolicy") || strings.Contains(cause, "spec.template.metadata.labels")
}

// String writes a disagreement for a person.
func (d *disagreement) String() string {
	return fmt.Sprintf("%s\n  the API server: %s\n  the linter: %s\n%s\n", d.cause, d.server.String(), strings.Join(d.linter.messages, "\n    "), d.manifest)
}
