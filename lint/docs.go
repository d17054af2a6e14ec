package lint

import (
	"sort"
	"strings"

	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

// docsURL is where the pages of the rules are.
const docsURL = "https://github.com/kubectl-job/kubectl-job/blob/main/docs/rules/"

// Docs is the page of a rule: rules of experience have one each, the others are on that of their group.
func Docs(rule string) string {
	rules := compiled.Rules()
	if _, found := sort.Find(len(rules), func(i int) int { return strings.Compare(rule, rules[i].Name) }); found {
		return docsURL + rule + ".md"
	}
	group, name, _ := strings.Cut(rule, "/")
	return docsURL + group + ".md#" + name
}
