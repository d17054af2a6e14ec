package schema

import (
	"slices"
	"strings"
)

// Field is a field of an object, in one version of Kubernetes.
type Field struct {
	Name string
	// Type is string, bool, int32, int64, quantity, int-or-string, time, any, or the name of an object; []T is a list and {}T a
	// map with keys of any name.
	Type     string
	Required bool
}

// Fields are the fields of the object at a path, sorted by name: those of the items, where the path leads to a list. They are
// nil if it leads to no object. A path has the names of fields, without the numbers of items; kind is Job or CronJob.
func Fields(kind string, path []string, v Version) []Field {
	if !Known(kind) {
		return nil
	}
	o := loaded().object(kind)
	minor := v.Clamp().Minor
	for i := 0; i < len(path); i++ {
		f := o.field(path[i], minor)
		if f == nil {
			return nil
		}
		t := f.typ
		for t.elem != nil {
			if t.kind == kindMap {
				i++ // the key, which may be any
			}
			t = t.elem
		}
		if o = t.object; o == nil {
			return nil
		}
	}
	var all []Field
	for i := range o.fields {
		if f := &o.fields[i]; f.in(minor) {
			all = append(all, Field{Name: f.name, Type: f.typ.String(), Required: f.required})
		}
	}
	slices.SortFunc(all, func(a, b Field) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// String writes the type as the table does.
func (t *typ) String() string {
	switch t.kind {
	case kindList:
		return "[]" + t.elem.String()
	case kindMap:
		return "{}" + t.elem.String()
	case kindObject:
		return t.object.name
	case kindString:
		return "string"
	case kindBool:
		return "bool"
	case kindInt32:
		return "int32"
	case kindInt64:
		return "int64"
	case kindQuantity:
		return "quantity"
	case kindIntOrString:
		return "int-or-string"
	case kindTime:
		return "time"
	default:
		return "any"
	}
}
