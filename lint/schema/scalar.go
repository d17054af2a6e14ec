package schema

import (
	"strconv"
	"time"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// scalar checks a value that is neither list nor map, by the rules of sigs.k8s.io/json and of the UnmarshalJSON of the
// types that have one (k8s.io/apimachinery: resource.Quantity, intstr.IntOrString, metav1.Time).
func (c *checker) scalar(n *manifest.Node, t *typ, f *field) {
	switch {
	case !scalarFits(n, t.kind):
		c.wrongType(n, t, f)
	case t.kind == kindQuantity && !validQuantity(n.Text):
		c.wrongFormat(n, quote(n.Text)+" is no quantity: "+quantityHelp(n.Text))
	case t.kind == kindTime && !validTime(n.Text):
		c.wrongFormat(n, quote(n.Text)+" is no time: expected one such as 2006-01-02T15:04:05Z")
	}
}

func (c *checker) wrongFormat(n *manifest.Node, message string) {
	c.add(Problem{Rule: RuleWrongFormat, Severity: Error, Path: string(c.path), Range: n.Range, Message: message})
}

// scalarFits says whether a value is of the kind that the type's decoder takes.
func scalarFits(n *manifest.Node, k kind) bool {
	switch k {
	case kindString, kindTime:
		return n.Kind == manifest.String
	case kindBool:
		return n.Kind == manifest.Bool
	case kindInt32:
		return n.Kind == manifest.Number && isInteger(n.Text, 32)
	case kindInt64:
		return n.Kind == manifest.Number && isInteger(n.Text, 64)
	case kindQuantity:
		return n.Kind == manifest.String || n.Kind == manifest.Number
	case kindIntOrString:
		return n.Kind == manifest.String || n.Kind == manifest.Number && isInteger(n.Text, 32)
	default:
		return false
	}
}

// isInteger says whether JSON's number goes into an integer of that size. 1.0 and 1e3 are whole by the time that they
// are here: sigs.k8s.io/yaml and kubectl write them into JSON as 1 and 1000.
func isInteger(text string, bits int) bool {
	_, err := strconv.ParseInt(text, 10, bits)
	return err == nil
}

// validTime is metav1.Time's UnmarshalJSON.
func validTime(text string) bool {
	_, err := time.Parse(time.RFC3339, text)
	return err == nil
}

// longest is how much of a text a message repeats, in bytes.
const longest = 60

// quote puts text into quotes, shortened.
func quote(text string) string {
	if len(text) > longest {
		return strconv.Quote(text[:longest]) + "..."
	}
	return strconv.Quote(text)
}
