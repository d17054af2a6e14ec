package lint

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

// docsURL is where the pages of the rules are.
const docsURL = "https://github.com/kubectl-job/kubectl-job/blob/main/docs/rules/"

// Docs is the page of a rule: rules of experience have one each, the others are on that of their group.
func Docs(rule string) string {
	rules := compiled.Rules()
	for i := range rules {
		if rules[i].Name == rule {
			return docsURL + rule + ".md"
		}
	}
	group, name, _ := strings.Cut(rule, "/")
	return docsURL + group + ".md#" + name
}
