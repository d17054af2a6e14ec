package schema

import (
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// maxAdvice is for how many unknown fields of a document better places and names are searched: a document that has
// more is something else altogether, and must not cost more.
const maxAdvice = 100

// unknown reports a key that the object at hand has no field for in this version.
func (c *checker) unknown(e *manifest.Entry) {
	p := Problem{Rule: RuleUnknownField, Severity: Error, Path: c.pathOf(e.Key), Range: e.KeyRange}
	if fields := c.otherVersions(e.Key); len(fields) > 0 {
		p.Rule, p.Message = c.otherVersion(fields)
		c.add(p)
		return
	}
	p.Message = "unknown field " + quote(e.Key)
	if c.advice++; c.advice > maxAdvice || len(e.Key) > longest {
		c.add(p)
		return
	}
	// From the surest guess to the boldest.
	owners := c.owners(c.root, e)
	if name := c.similar(e, true); name != "" {
		p.Suggestion = name
	} else if message := c.misplaced(e, around(owners, len(c.frames)-1)); message != "" {
		p.Rule, p.Message = RuleMisplacedField, message
	} else if message := c.misplaced(e, nearest(below(owners, len(c.frames)-1))); message != "" {
		p.Rule, p.Message = RuleMisplacedField, message
	} else if name := c.longer(e); name != "" {
		p.Suggestion = name
	} else if message := c.misplaced(e, nearest(aside(owners))); message != "" {
		p.Rule, p.Message = RuleMisplacedField, message
	} else if name := c.similar(e, false); name != "" {
		p.Suggestion = name
	} else if message := c.otherKind(e); message != "" && len(owners) == 0 {
		p.Rule, p.Message = RuleMisplacedField, message
	}
	if p.Suggestion != "" {
		p.Message += ": did you mean " + p.Suggestion + "?"
	}
	c.add(p)
}

// otherVersions are the entries of a field that the object at hand has in other versions: of its own type, or of the type
// that stood in its place.
func (c *checker) otherVersions(key string) []field {
	top := c.top()
	fields := top.object.versions(key)
	if len(fields) > 0 || len(c.frames) == 1 {
		return fields
	}
	for _, place := range c.frames[len(c.frames)-2].object.versions(top.via) {
		if place.in(c.minor) || place.target() == nil {
			continue
		}
		for _, f := range place.target().versions(key) {
			if f.since, f.until = max(f.since, place.since), min(f.until, place.until); f.since <= f.until {
				fields = append(fields, f)
			}
		}
	}
	return fields
}

// otherVersion says which versions have a field that this one has not.
func (c *checker) otherVersion(fields []field) (rule, message string) {
	name := fields[0].name
	for i := range fields {
		if fields[i].since > c.minor {
			return RuleNotYet, name + " exists since Kubernetes " + minor(fields[i].since) + "; " + minor(c.minor) + " refuses it as an unknown field"
		}
	}
	last := fields[len(fields)-1].until
	return RuleRemoved, name + " existed up to Kubernetes " + minor(last) + "; " + minor(c.minor) + " refuses it as an unknown field"
}

// similar finds the field of the object at hand that was probably meant. If near, it must be the same but for case, or
// one letter away and able to take the value.
func (c *checker) similar(e *manifest.Entry, near bool) string {
	key := fold(e.Key)
	best, bestDistance := "", 1+tolerance(key)
	if near {
		bestDistance = min(bestDistance, 2)
	}
	for i := range c.top().object.fields {
		f := &c.top().object.fields[i]
		if !f.in(c.minor) {
			continue
		}
		d := distance(key, fold(f.name))
		if d > 0 && near && !fits(e.Value, f.typ) {
			continue
		}
		if d < bestDistance {
			best, bestDistance = f.name, d
		}
	}
	return best
}

// longer finds the only field of the object at hand that begins or ends with the key, and is
// not set: secretName for name.
func (c *checker) longer(e *manifest.Entry) string {
	const short = 4 // shorter words are in too many others
	key, name := fold(e.Key), ""
	if len(key) < short {
		return ""
	}
	for i := range c.top().object.fields {
		f := &c.top().object.fields[i]
		if !f.in(c.minor) || !fits(e.Value, f.typ) || c.top().node.Get(f.name) != nil {
			continue
		}
		if full := fold(f.name); !strings.HasPrefix(full, key) && !strings.HasSuffix(full, key) {
			continue
		}
		if name != "" {
			return ""
		}
		name = f.name
	}
	return name
}

// fold takes away what people vary: case, dashes and underscores.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= 'A' && r <= 'Z':
			return r - 'A' + 'a'
		case r == '-' || r == '_' || r == ' ':
			return -1
		default:
			return r
		}
	}, s)
}

// tolerance is how many letters may be wrong for a name to be a slip of another.
func tolerance(s string) int {
	switch n := len(s); {
	case n < 3: // below, everything is similar to everything
		return 0
	case n < 6:
		return 1
	case n < 12:
		return 2
	default:
		return 3
	}
}

// fits says whether a value could be meant for a type: a scalar for a scalar, a list for a list, a map for a map.
func fits(n *manifest.Node, t *typ) bool {
	switch n.Kind {
	case manifest.Null:
		return true
	case manifest.List:
		return t.kind == kindList || t.kind == kindAny
	case manifest.Map:
		return t.kind == kindMap || t.kind == kindObject || t.kind == kindAny
	default:
		return t.kind < kindAny
	}
}

// distance is how many letters have to be changed, added, left out or swapped with their neighbour to make b of a
// (optimal string alignment).
func distance(a, b string) int {
	previous, row, next := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		next[0] = i + 1
		for j := range len(b) {
			cost := 1
			if a[i] == b[j] {
				cost = 0
			}
			next[j+1] = min(next[j]+1, row[j+1]+1, row[j]+cost)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				next[j+1] = min(next[j+1], previous[j-1]+1)
			}
		}
		previous, row, next = row, next, previous
	}
	return row[len(b)]
}
