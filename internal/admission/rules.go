package admission

import (
	"fmt"
	"io/fs"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kubectl-job/kubectl-job/lint/policy"
	"github.com/kubectl-job/kubectl-job/policies"
	"github.com/kubectl-job/kubectl-job/policies/compiled"
)

// Rule is a rule of experience with what the API server can tell of it.
type Rule struct {
	policy.Rule
	// CEL holds for objects that the rule finds nothing in; empty for a rule that CEL cannot tell. It uses the variables of this package.
	CEL string
	// Kind is the only kind of object that CEL is about; empty for Job and CronJob.
	Kind string
}

// Rules are all rules of experience, sorted by name.
func Rules() ([]Rule, error) {
	var all []Rule
	parameters := compiled.Parameters()
	for _, r := range compiled.Rules() {
		expression, kind, err := expressionOf(r.Name)
		if err != nil {
			return nil, err
		}
		group, rule, _ := strings.Cut(r.Name, "/")
		for name, number := range parameters[group][rule] {
			expression = strings.ReplaceAll(expression, "{"+name+"}", strconv.FormatInt(int64(number), 10))
		}
		all = append(all, Rule{Rule: r, CEL: expression, Kind: kind})
	}
	return all, nil
}

// expressionOf reads "cel" and "kind" in the METADATA of a rule.
func expressionOf(rule string) (expression, kind string, err error) {
	file := rule + ".rego"
	source, err := fs.ReadFile(policies.Files, file)
	if err != nil {
		return "", "", fmt.Errorf("rule %s: %w", rule, err)
	}
	module, err := ast.ParseModuleWithOpts(file, string(source), ast.ParserOptions{ProcessAnnotation: true, RegoVersion: ast.RegoV1})
	if err != nil {
		return "", "", fmt.Errorf("rule %s: %w", rule, err)
	}
	for _, a := range module.Annotations {
		if text, ok := a.Custom["cel"].(string); ok && a.Scope == "package" {
			kind, _ := a.Custom["kind"].(string)
			return strings.TrimSpace(text), kind, nil
		}
	}
	return "", "", nil
}
