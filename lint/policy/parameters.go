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

// With are the parameters with others in their places.
func (p Parameters) With(others Parameters) Parameters {
	all := Parameters{}
	for _, from := range []Parameters{p, others} {
		for group, rules := range from {
			for rule, names := range rules {
				for name, n := range names {
					all.set(group, rule, name, n)
				}
			}
		}
	}
	return all
}

func (p Parameters) set(group, rule, name string, n int) {
	if p[group] == nil {
		p[group] = map[string]map[string]int{}
	}
	if p[group][rule] == nil {
		p[group][rule] = map[string]int{}
	}
	p[group][rule][name] = n
}

// Map is the same as plain maps.
func (p Parameters) Map() map[string]any {
	groups := make(map[string]any, len(p))
	for group, rules := range p {
		g := make(map[string]any, len(rules))
		for rule, names := range rules {
			r := make(map[string]any, len(names))
			for name, n := range names {
				r[name] = n
			}
			g[rule] = r
		}
		groups[group] = g
	}
	return groups
}
