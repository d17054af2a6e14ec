package policy

import "github.com/kubectl-job/kubectl-job/lint/policy/plan"

// Parameters are the numbers that rules compare with, by group, rule and name: policies/data.yaml.
type Parameters map[string]map[string]map[string]int

// Value is what rules find in data.parameters.
func (p Parameters) Value() plan.Value {
	groups := plan.NewObject(len(p))
	for group, rules := range p {
		g := plan.NewObject(len(rules))
		for rule, names := range rules {
			r := plan.NewObject(len(names))
			for name, n := range names {
				r.With(name, plan.Int(n))
			}
			g.With(rule, r)
		}
		groups.With(group, g)
	}
	return groups
}
