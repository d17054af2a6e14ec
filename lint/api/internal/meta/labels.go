// Package meta checks what objects of every kind carry: labels, annotations, selectors.
package meta

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The rules of this package.
const (
	RuleLabels      = "labels"
	RuleAnnotations = "annotations"
	RuleSelector    = "label-selector"
)

// MaxAnnotations is how many bytes all annotations of an object may have (k8s.io/apimachinery/pkg/api/validation).
const MaxAnnotations = 256 << 10

// Labels checks a map of labels. Its path names the map, as in the API server.
func Labels(labels field.Value) {
	for key, value := range labels.Entries() {
		if bad := names.Qualified(key); bad != "" {
			labels.ProblemAt(labels.KeyRange(key), RuleLabels, field.Invalid, "label key %q %s", key, bad)
		}
		if bad := names.LabelValue(value.Str()); bad != "" {
			labels.ProblemAt(value.Range(), RuleLabels, field.Invalid, "the value %q of label %s %s", value.Str(), key, bad)
		}
	}
}

// Annotations checks a map of annotations.
func Annotations(annotations field.Value) {
	size := 0
	for key, value := range annotations.Entries() {
		size += len(key) + len(value.Str())
		if bad := names.Qualified(strings.ToLower(key)); bad != "" {
			annotations.ProblemAt(annotations.KeyRange(key), RuleAnnotations, field.Invalid, "annotation key %q %s", key, bad)
		}
	}
	if size > MaxAnnotations {
		annotations.Problem(RuleAnnotations, field.TooLong, "the annotations have %d bytes together; at most %d are allowed", size, MaxAnnotations)
	}
}

// Selector checks a label selector (k8s.io/apimachinery/pkg/apis/meta/v1/validation). With lax, the values of its
// requirements are not checked as label values.
func Selector(selector field.Value, lax bool) {
	matchLabels := selector.Get("matchLabels")
	Labels(matchLabels)
	for _, requirement := range selector.Get("matchExpressions").Items() {
		expression(requirement, lax)
	}
}

func expression(requirement field.Value, lax bool) {
	key, operator, values := requirement.Get("key"), requirement.Get("operator"), requirement.Get("values")
	switch operator.Str() {
	case "In", "NotIn":
		if values.Len() == 0 {
			values.Problem(RuleSelector, field.Required, "operator %s needs at least one value", operator.Str())
		}
	case "Exists", "DoesNotExist":
		if values.Len() > 0 {
			values.Problem(RuleSelector, field.Forbidden, "operator %s takes no values", operator.Str())
		}
	default:
		operator.Problem(RuleSelector, field.Invalid, "operator is %q: expected In, NotIn, Exists or DoesNotExist", operator.Str())
	}
	if bad := names.Qualified(key.Str()); bad != "" {
		key.Problem(RuleSelector, field.Invalid, "key %q %s", key.Str(), bad)
	}
	if lax {
		return
	}
	for _, value := range values.Items() {
		if bad := names.LabelValue(value.Str()); bad != "" {
			value.Problem(RuleSelector, field.Invalid, "value %q %s", value.Str(), bad)
		}
	}
}

// Rules are those of this package.
func Rules() []field.Rule {
	return []field.Rule{
		{Name: RuleLabels, About: "Keys of labels are names with an optional domain and slash before them; values have 63 bytes at most and begin and end with a letter or digit."},
		{Name: RuleAnnotations, About: "Keys of annotations are names with an optional domain and slash before them; all annotations together have 256 KiB at most."},
		{Name: RuleSelector, About: "The requirements of a label selector have the operators In and NotIn with values, or Exists and DoesNotExist without."},
	}
}
