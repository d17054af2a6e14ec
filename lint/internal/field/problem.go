package field

import (
	"fmt"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// Type is what the API server calls the sort of an error, in the causes of its answer
// (k8s.io/apimachinery/pkg/util/validation/field).
type Type string

// The types of errors.
const (
	Required     Type = "FieldValueRequired"
	Invalid      Type = "FieldValueInvalid"
	NotSupported Type = "FieldValueNotSupported"
	Forbidden    Type = "FieldValueForbidden"
	Duplicate    Type = "FieldValueDuplicate"
	NotFound     Type = "FieldValueNotFound"
	TooLong      Type = "FieldValueTooLong"
	TooMany      Type = "FieldValueTooMany"
)

// Problem is a value that the API server refuses or warns of.
type Problem struct {
	// Rule is the name without the group: completions-required.
	Rule     string
	Severity schema.Severity
	// Type is empty for warnings.
	Type Type
	// Path is the field as the API server prints it.
	Path string
	// Range is the value; for one that is missing, the key of the map where it should be.
	Range manifest.Range
	// Message says what was found and what is allowed.
	Message string
	// Consequence says that it comes with another problem, and goes with it.
	Consequence bool
}

// maxProblems bounds the time and memory that a hostile document takes.
const maxProblems = 1000

// Checker collects the problems of one document.
type Checker struct {
	// Version is the API server's.
	Version schema.Version

	dropped  map[string]bool
	problems []Problem
	steps    []step // a block of them that is not full
}

// NewChecker starts a document. Dropped are the paths of the fields that this version removes before it validates.
func NewChecker(v schema.Version, dropped []string) *Checker {
	c := &Checker{Version: v}
	for _, path := range dropped {
		if c.dropped == nil {
			c.dropped = make(map[string]bool, len(dropped))
		}
		c.dropped[path] = true
	}
	return c
}

// Since says whether the API server is of Kubernetes 1.minor or later.
func (c *Checker) Since(minor int) bool { return c.Version.Major > 1 || c.Version.Minor >= minor }

// Problems are those found so far, in the order of the rules.
func (c *Checker) Problems() []Problem { return c.problems }

// longest is how much of a text from the document a message repeats, in bytes. Aliases can put a long one everywhere.
const longest = 400

func message(format string, args []any) string {
	for i, arg := range args {
		if text, ok := arg.(string); ok && len(text) > longest {
			args[i] = strings.ToValidUTF8(text[:longest/2], "") + "..."
		}
	}
	return fmt.Sprintf(format, args...)
}

func (c *Checker) add(p Problem) {
	if len(c.problems) < maxProblems {
		c.problems = append(c.problems, p)
	}
}

// Missing says whether the problem is that nothing stands there.
func (p Problem) Missing() bool { return p.Type == Required }
