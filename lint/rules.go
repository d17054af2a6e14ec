package lint

import (
	"maps"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

// Rule is what there is to know of a rule.
type Rule struct {
	// Name is GROUP/RULE.
	Name string
	// About says in a sentence or two what the rule finds.
	About string
}

// Rules are all rules, sorted by name.
func Rules() []Rule {
	about := map[string]string{
		ruleJobRefused: "The API server takes the CronJob, but would refuse every Job that it makes: it would never run.",

		ruleFailed: "A rule could not be applied to the document. That is a fault of the rule.",

		ruleIgnoreSyntax:     "A comment " + ignoreMark + " or annotation " + ignoreAnnotation + " cannot be read, or names no rule.",
		ruleIgnoreReason:     "A suppression has no reason, and therefore no effect.",
		ruleIgnoreUnused:     "A suppression names a rule that has no finding here.",
		ruleIgnoreImpossible: "A suppression names an error of the groups schema or api: the API server would refuse the document all the same.",

		"schema/" + string(manifest.Syntax):        "The text is neither YAML 1.1 nor JSON.",
		"schema/" + string(manifest.Encoding):      "The bytes are no text that the API server reads.",
		"schema/" + string(manifest.Limit):         "The document is too big, too deep, or its aliases multiply too far.",
		"schema/" + string(manifest.DuplicateKey):  "A key stands twice in one map. kubectl takes the last one without a word; the API server refuses such YAML.",
		"schema/" + string(manifest.MergeOverride): "A merge (<<) replaces a key that stands before it, other than YAML says.",
		"schema/" + string(manifest.IgnoredText):   "The document ends before its text does; kubectl reads no further.",
	}
	for name, text := range schema.Rules() {
		about["schema/"+name] = text
	}
	for _, rule := range api.Rules() {
		about["api/"+rule.Name] = rule.About
	}
	for _, rule := range compiled.Rules() {
		about[rule.Name] = rule.Description
	}
	var all []Rule
	for _, name := range slices.Sorted(maps.Keys(about)) {
		all = append(all, Rule{Name: name, About: about[name]})
	}
	return all
}

// IsRule says whether there is a rule of that name.
func IsRule(name string) bool {
	return slices.ContainsFunc(Rules(), func(r Rule) bool { return r.Name == name })
}

// SimilarRule helps who mistyped a rule's name; it is empty if nothing comes close.
func SimilarRule(name string) string {
	_, short, grouped := strings.Cut(name, "/")
	for _, r := range Rules() {
		if _, last, _ := strings.Cut(r.Name, "/"); strings.EqualFold(r.Name, name) || last == name || grouped && last == short {
			return ": did you mean " + r.Name + "?"
		}
	}
	return ""
}

// IsGroup says whether there is a rule of that group.
func IsGroup(name string) bool {
	return slices.ContainsFunc(Rules(), func(r Rule) bool { return strings.HasPrefix(r.Name, name+"/") })
}
