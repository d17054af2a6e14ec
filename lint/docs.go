package lint

import "strings"

// docsURL is where the pages of the rules are.
const docsURL = "https://github.com/kubectl-job/kubectl-job/blob/main/docs/rules/"

// Docs is the page of a rule.
func Docs(rule string) string {
	group, name, _ := strings.Cut(rule, "/")
	return docsURL + group + ".md#" + name
}
