package schema

import "github.com/kubectl-job/kubectl-job/lint/manifest"

// Severity says what the API server makes of a problem.
type Severity uint8

const (
	// Error means that the API server refuses the document.
	Error Severity = iota + 1
	// Warning means that it takes the document, but does not do what it says.
	Warning
)

// String names the severity.
func (s Severity) String() string {
	switch s {
	case Error:
		return "error"
	case Warning:
		return "warning"
	default:
		return "unknown"
	}
}

// The rules. Equal keys in one map are found by lint/manifest.
const (
	// RuleUnknownField: no version of Kubernetes has the field here.
	RuleUnknownField = "unknown-field"
	// RuleMisplacedField: the field exists, but belongs elsewhere.
	RuleMisplacedField = "misplaced-field"
	// RuleNotYet: a newer version of Kubernetes has the field.
	RuleNotYet = "not-yet"
	// RuleRemoved: an older version of Kubernetes had the field.
	RuleRemoved = "removed"
	// RuleWrongType: the value is of another type than the field.
	RuleWrongType = "wrong-type"
	// RuleWrongFormat: the type is right, but the text is no quantity, no time.
	RuleWrongFormat = "wrong-format"
	// RuleDropped: the API server removes the field in silence, because its feature gate is off.
	RuleDropped = "dropped"
	// RuleNotServed: the API server has no such kind in that API version, or not any more; Served explains it.
	RuleNotServed = "not-served"
)

// Problem is something in a document that an API server would refuse or drop.
type Problem struct {
	Rule     string
	Severity Severity
	// Path is the field as the API server writes it: spec.template.spec.containers[0].image. It is empty for the
	// document itself.
	Path string
	// Range is the key of a field that should not be there, else the value.
	Range manifest.Range
	// Message says what was found and what is expected.
	Message string
	// Suggestion is the name of the field that was probably meant in place of the key at Range, if any.
	Suggestion string
	// Removed is, for RuleDropped, the path of what the API server removes before it validates: the field, or the item
	// of a list that the field is in.
	Removed string
	// InJobs says, of a field that is dropped, that the CronJob keeps it and its Jobs lose it.
	InJobs bool
}

// maxProblems bounds the time and memory that a hostile document takes.
const maxProblems = 1000

// Rules are the names of all rules, each with a sentence about it.
func Rules() map[string]string {
	return map[string]string{
		RuleUnknownField:   "No version of Kubernetes has the field here. kubectl asks the API server to refuse it.",
		RuleMisplacedField: "The field exists, but belongs elsewhere in the manifest.",
		RuleNotYet:         "A newer version of Kubernetes has the field; the chosen one refuses it.",
		RuleRemoved:        "An older version of Kubernetes had the field; the chosen one refuses it.",
		RuleWrongType:      "The value is of another type than the field.",
		RuleWrongFormat:    "The type is right, but the text cannot be read: it is no quantity, no time.",
		RuleDropped:        "The API server takes the field and removes it without a word, because its feature gate is off.",
		RuleNotServed:      "The API server has no such kind in that API version, or not any more.",
	}
}
