package field

import (
	"iter"
	"strconv"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// Value is a place in the document, whether something stands there or not.
type Value struct {
	c     *Checker
	node  *manifest.Node // nil if unset
	name  string         // of the field; for an item, that of its list
	step  step
	where manifest.Range // the value; where it is unset, the key of the map around it
}

// Root is the document.
func (c *Checker) Root(n *manifest.Node) Value {
	v := Value{c: c, node: n}
	if n != nil {
		v.where = manifest.Range{Start: n.Range.Start, End: n.Range.Start}
	}
	return v
}

// Checker is what the value's problems go to.
func (v Value) Checker() *Checker { return v.c }

// Name is the name of the field or the key; for an item, the name of its list.
func (v Value) Name() string { return v.name }

// Path is the field as the API server prints it.
func (v Value) Path() string { return v.step.path() }

// above is what the steps to the values in this one refer to.
func (v *Value) above() *step {
	if v.step.form == root {
		return nil
	}
	return v.c.keep(v.step)
}

// dropped says whether this version removes the value.
func (v *Value) dropped() bool { return len(v.c.dropped) > 0 && v.c.dropped[v.Path()] }

// Range is where to point at for the value.
func (v Value) Range() manifest.Range { return v.where }

// Node is the value as written; nil if unset.
func (v Value) Node() *manifest.Node { return v.node }

// IsSet says whether the value is there: not missing, not null, not dropped by this version.
func (v Value) IsSet() bool { return v.node != nil }

// Get is a field of a map.
func (v Value) Get(name string) Value {
	child := Value{c: v.c, name: name, step: step{up: v.above(), name: name, form: named}, where: v.where}
	e := v.node.Entry(name)
	if e == nil {
		return child
	}
	child.where = e.KeyRange
	if e.Value.Kind == manifest.Null || child.dropped() {
		return child
	}
	child.node = e.Value
	if len(e.Value.Entries) == 0 && len(e.Value.Items) == 0 {
		child.where = e.Value.Range
	}
	return child
}

// As is the value under another path: the API server names some fields otherwise than they are written.
func (v Value) As(path string) Value {
	v.step = step{name: path, form: whole}
	return v
}

// Holding is the value with another node in its place: what an annotation has in JSON.
func (v Value) Holding(n *manifest.Node) Value {
	v.node = n
	return v
}

// Len is the number of items of a list, or entries of a map; 0 if unset.
func (v Value) Len() int {
	if v.node == nil {
		return 0
	}
	return len(v.node.Items) + len(v.node.Entries)
}

// Items are the values of a list, without those that this version removes. An item that is null is an unset value at its
// place.
func (v Value) Items() iter.Seq2[int, Value] {
	return func(yield func(int, Value) bool) {
		if v.node == nil {
			return
		}
		above := v.above()
		for i := range v.node.Items {
			item := v.itemAt(above, i)
			if item.dropped() {
				continue
			}
			if !yield(i, item) {
				return
			}
		}
	}
}

// Item is the value of a list at an index, which must be less than Len.
func (v Value) Item(i int) Value { return v.itemAt(v.above(), i) }

func (v *Value) itemAt(above *step, i int) Value {
	n := v.node.Items[i]
	value := Value{c: v.c, node: n, name: v.name, step: step{up: above, index: int32(i), form: item}, where: n.Range} //nolint:gosec // files are not so long
	switch {
	case n.Kind == manifest.Null:
		value.node = nil
	case n.Kind == manifest.Map && len(n.Entries) > 0:
		value.where = n.Entries[0].KeyRange
	}
	return value
}

// Entries are the fields of a map whose keys are free, with the path that the API server gives them: labels[key]. A value
// that is null reads as unset.
func (v Value) Entries() iter.Seq2[string, Value] {
	return func(yield func(string, Value) bool) {
		if v.node == nil {
			return
		}
		above := v.above()
		for i := range v.node.Entries {
			e := &v.node.Entries[i]
			child := Value{c: v.c, node: e.Value, name: e.Key, step: step{up: above, name: e.Key, form: keyed}, where: e.Value.Range}
			if e.Value.Kind == manifest.Null {
				child.node, child.where = nil, e.KeyRange
			}
			if !yield(e.Key, child) {
				return
			}
		}
	}
}

// KeyRange is where a key of a map is written; where it is not, the map.
func (v Value) KeyRange(key string) manifest.Range {
	if e := v.node.Entry(key); e != nil {
		return e.KeyRange
	}
	return v.where
}

// Str is the text of a string; empty if unset.
func (v Value) Str() string {
	if v.node == nil || v.node.Kind != manifest.String {
		return ""
	}
	return v.node.Text
}

// StrOr is the text of a string, or what the API server sets where there is none.
func (v Value) StrOr(or string) string {
	if s := v.Str(); s != "" {
		return s
	}
	return or
}

// Int is a whole number; 0 if unset.
func (v Value) Int() int64 { return v.IntOr(0) }

// IntOr is a whole number, or what the API server sets where there is none.
func (v Value) IntOr(or int64) int64 {
	if v.node == nil || v.node.Kind != manifest.Number {
		return or
	}
	n, err := strconv.ParseInt(v.node.Text, 10, 64)
	if err != nil {
		return or
	}
	return n
}

// Bool is a boolean; false if unset.
func (v Value) Bool() bool {
	return v.node != nil && v.node.Kind == manifest.Bool && v.node.Text == "true"
}

// Problem reports the value as one that the API server refuses.
func (v Value) Problem(rule string, t Type, format string, args ...any) {
	v.ProblemAt(v.where, rule, t, format, args...)
}

// ProblemAt reports the value, and points elsewhere: at a key of a map whose path names only the map.
func (v Value) ProblemAt(at manifest.Range, rule string, t Type, format string, args ...any) {
	v.c.add(Problem{
		Rule: rule, Severity: schema.Error, Type: t, Path: v.Path(), Range: at, Message: v.worded(message(format, args)),
	})
}

// worded says of a value that is there that it is empty: to the API server, that is as good as missing.
func (v Value) worded(message string) string {
	rest, missing := strings.CutPrefix(message, v.name+" is missing")
	n := v.node
	if missing && n != nil && len(n.Items)+len(n.Entries) == 0 && n.Text == "" {
		return v.name + " is empty" + rest
	}
	return message
}

// Consequence reports the value for a problem elsewhere that is reported already.
func (v Value) Consequence(rule string, t Type, format string, args ...any) {
	v.c.add(Problem{
		Rule: rule, Severity: schema.Error, Type: t, Path: v.Path(), Range: v.where, Message: message(format, args), Consequence: true,
	})
}

// Warn reports the value as one that the API server takes with a warning.
func (v Value) Warn(rule, format string, args ...any) {
	v.WarnAt(v.where, rule, format, args...)
}

// WarnAt warns of the value, and points elsewhere.
func (v Value) WarnAt(at manifest.Range, rule, format string, args ...any) {
	v.c.add(Problem{
		Rule: rule, Severity: schema.Warning, Path: v.Path(), Range: at, Message: message(format, args),
	})
}
