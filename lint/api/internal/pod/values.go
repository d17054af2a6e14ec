package pod

import (
	"maps"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// wantText reports a text that is missing or empty. What says what it is for: "a secret volume needs it".
func wantText(v field.Value, rule, what string) {
	if v.Str() == "" {
		v.Problem(rule, field.Required, "%s is missing: %s", v.Name(), what)
	}
}

// wantOneOf reports a text that is none of those allowed.
func wantOneOf(v field.Value, rule string, allowed ...string) {
	if !slices.Contains(allowed, v.Str()) {
		v.Problem(rule, field.NotSupported, "%s is %q: expected %s", v.Name(), v.Str(), list(allowed))
	}
}

// wantSubdomain reports a text that is no DNS subdomain, the form of most names.
func wantSubdomain(v field.Value, rule string) {
	if bad := names.Subdomain(v.Str()); bad != "" {
		v.Problem(rule, field.Invalid, "%s %q %s", v.Name(), v.Str(), bad)
	}
}

// wantLabel reports a text that is no DNS label.
func wantLabel(v field.Value, rule string) {
	if bad := names.Label(v.Str()); bad != "" {
		v.Problem(rule, field.Invalid, "%s %q %s", v.Name(), v.Str(), bad)
	}
}

// wantQualified reports a text that is no qualified name.
func wantQualified(v field.Value, rule string) {
	if bad := names.Qualified(v.Str()); bad != "" {
		v.Problem(rule, field.Invalid, "%s %q %s", v.Name(), v.Str(), bad)
	}
}

// wantRange reports a number out of bounds.
func wantRange(v field.Value, rule string, least, most int64) {
	if n := v.Int(); n < least || n > most {
		v.Problem(rule, field.Invalid, "%s is %d: expected %d to %d", v.Name(), n, least, most)
	}
}

// list writes "A, B or C".
func list(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// byName are the entries of a map of free keys, for many of them to be looked up.
func byName(m field.Value) map[string]field.Value { return maps.Collect(m.Entries()) }

// has says whether a map of free keys has one, even with the value null.
func has(m field.Value, key string) bool { return m.Node().Entry(key) != nil }
