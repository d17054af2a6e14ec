package user

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/kubectl-job/kubectl-job/lint/policy"
)

// candidate is a rule in the modules.
type candidate struct {
	policy.Rule

	path     string // data.GROUP.RULE.violation
	conftest bool
}

// rules finds them, sorted by name: violation in packages of two names, and deny, warn and violation in package main.
func (l *loader) rules() []candidate {
	found := map[string]candidate{}
	for _, file := range slices.Sorted(maps.Keys(l.modules)) {
		m := l.modules[file]
		names := packageOf(m)
		for _, r := range m.Rules {
			name := r.Head.Ref()[0].Value.String()
			switch {
			case len(names) == 1 && names[0] == "main":
				if severity := conftestSeverity(name); severity != "" {
					about := fmt.Sprintf("%s of %s.", name, file)
					rule := policy.Rule{Name: "main/" + name, Severity: severity, Title: name, Description: about}
					found[rule.Name] = candidate{Rule: rule, path: m.Package.Path.String() + "." + name, conftest: true}
				}
			case len(names) == 2 && name == "violation":
				rule := described(m, strings.ReplaceAll(strings.Join(names, "/"), "_", "-"), file)
				found[rule.Name] = candidate{Rule: rule, path: m.Package.Path.String() + "." + name}
			}
		}
	}
	list := make([]candidate, 0, len(found))
	for _, name := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[name])
	}
	return list
}

func packageOf(m *ast.Module) []string {
	var names []string
	for _, t := range m.Package.Path[1:] {
		if s, ok := t.Value.(ast.String); ok {
			names = append(names, string(s))
		}
	}
	return names
}

// conftestSeverity is that of a rule of conftest, by its name; empty for a rule that is none.
func conftestSeverity(name string) string {
	for prefix, severity := range map[string]string{"deny": "error", "violation": "error", "warn": "warning"} {
		if name == prefix || strings.HasPrefix(name, prefix+"_") {
			return severity
		}
	}
	return ""
}

// described is a rule with what its METADATA says; without, it is a warning.
func described(m *ast.Module, name, file string) policy.Rule {
	r := policy.Rule{Name: name, Severity: "warning", Title: name, Description: fmt.Sprintf("A rule of %s.", file)}
	for _, a := range m.Annotations {
		if a.Scope != "package" {
			continue
		}
		if a.Title != "" {
			r.Title = a.Title
		}
		if a.Description != "" {
			r.Description = a.Description
		}
		if s, ok := a.Custom["severity"].(string); ok && slices.Contains([]string{"error", "warning", "info"}, s) {
			r.Severity = s
		}
		r.Why, _ = a.Custom["why"].(string)
		r.Fix, _ = a.Custom["fix"].(string)
	}
	return r
}
