package lint

import "strings"

// Levels give severities to rules (GROUP/RULE) and to groups (GROUP): error, warning, info or off. What the API server
// refuses stays an error.
type Levels map[string]Severity

// Off silences a rule.
const Off Severity = "off"

// of is the severity of a finding.
func (l Levels) of(f Finding) Severity {
	if f.Severity == Error && fact(f.Rule) {
		return Error
	}
	if level, ok := l[f.Rule]; ok {
		return level
	}
	group, _, _ := strings.Cut(f.Rule, "/")
	if level, ok := l[group]; ok {
		return level
	}
	return f.Severity
}
