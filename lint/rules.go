package lint

import (
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/lint/schema"
	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

// Rule is what there is to know of a rule.
type Rule struct {
	// Name is GROUP/RULE.
	Name string `json:"name"`
	// Severity is the one that its findings have at most, unless a configuration says otherwise.
	Severity Severity `json:"severity"`
	// Title is a few words; it is empty for the rules of the API server.
	Title string `json:"title,omitempty"`
	// About says in a sentence or two what the rule finds.
	About string `json:"about"`
	// Why says what happens, Fix what to do; both are empty for the rules of the API server.
	Why string `json:"why,omitempty"`
	Fix string `json:"fix,omitempty"`
	// Evidence are files of Kubernetes' source, KEPs, issues or pages of documentation.
	Evidence []string `json:"evidence,omitempty"`
	// Since and Until are the minor versions of Kubernetes between which the rule holds; 0 is no bound.
	Since int `json:"since,omitempty"`
	Until int `json:"until,omitempty"`
	// Docs is the page of the rule.
	Docs string `json:"docs"`
}

// Rules are all rules, sorted by name.
func Rules() []Rule {
	var all []Rule
	add := func(name string, s Severity, about string) {
		all = append(all, Rule{Name: name, Severity: s, About: about, Docs: Docs(name)})
	}
	add(ruleJobRefused, Error, "The API server takes the CronJob, but would refuse every Job that it makes: it would never run.")
	add(ruleFailed, Error, "A rule could not be applied to the document: it took too long, or has two values at once. That is a fault of the rule.")
	add(ruleIgnoreSyntax, Warning, "A comment "+ignoreMark+" or annotation "+ignoreAnnotation+" cannot be read, or names no rule.")
	add(ruleIgnoreReason, Warning, "A suppression has no reason, and therefore no effect.")
	add(ruleIgnoreUnused, Info, "A suppression names a rule that has no finding here.")
	add(ruleIgnoreImpossible, Warning, "A suppression names an error of the groups schema or api: the API server would refuse the document all the same.")
	for kind, about := range map[manifest.ProblemKind]string{
		manifest.Syntax:        "The text is neither YAML 1.1 nor JSON.",
		manifest.Encoding:      "The bytes are no text that the API server reads.",
		manifest.Limit:         "The document is too big, too deep, or its aliases multiply too far.",
		manifest.DuplicateKey:  "A key stands twice in one map. kubectl takes the last one without a word; the API server refuses such YAML.",
		manifest.MergeOverride: "A merge (<<) replaces a key that stands before it, other than YAML says.",
		manifest.IgnoredText:   "The document ends before its text does; kubectl reads no further.",
	} {
		add("schema/"+string(kind), Error, about)
	}
	for name, about := range schema.Rules() {
		add("schema/"+name, Error, about)
	}
	for _, rule := range api.Rules() {
		add("api/"+rule.Name, Error, rule.About)
	}
	all = append(all, experienced(compiled.Rules())...)
	slices.SortFunc(all, func(a, b Rule) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// experienced are rules of experience.
func experienced(rules []policy.Rule) []Rule {
	all := make([]Rule, 0, len(rules))
	for i := range rules {
		r := &rules[i]
		all = append(all, Rule{
			Name: r.Name, Severity: Severity(r.Severity), Title: r.Title, About: r.Description, Why: r.Why, Fix: r.Fix,
			Evidence: r.Evidence, Since: r.Since, Until: r.Until, Docs: Docs(r.Name),
		})
	}
	return all
}

// FindRule finds a rule by its name.
func FindRule(name string) (Rule, bool) {
	all := Rules()
	i := slices.IndexFunc(all, func(r Rule) bool { return r.Name == name })
	if i < 0 {
		return Rule{}, false
	}
	return all[i], true
}

// IsRule says whether there is a rule of that name.
func IsRule(name string) bool {
	_, ok := FindRule(name)
	return ok
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
