// Package plan evaluates Rego rules that were compiled ahead of time: OPA plans them (target plan, package
// github.com/open-policy-agent/opa/v1/ir), the generator in policies/gen writes the plan as Go data, and a [Machine] runs it, in
// the plugin and in the browser alike. OPA itself is not linked in; it is the referee of the tests. Numbers, strings and sprintf
// behave as OPA's because they are Go's here, too. There are no regular expressions: their package is large, and no rule needs it.
package plan
