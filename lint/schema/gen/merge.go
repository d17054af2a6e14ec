package main

import (
	"fmt"
	"slices"
	"strings"
)

// roots are the types that a document can be.
func roots() []string { return []string{"io.k8s.api.batch.v1.CronJob", "io.k8s.api.batch.v1.Job"} }

// scalars are the types whose decoder reads something else than their Go type would, which OpenAPI calls strings and
// objects: they have an UnmarshalJSON of their own. FieldsV1 keeps whatever it is given.
func scalars() map[string]string {
	return map[string]string{
		"io.k8s.apimachinery.pkg.api.resource.Quantity":   "quantity",
		"io.k8s.apimachinery.pkg.util.intstr.IntOrString": "int-or-string",
		"io.k8s.apimachinery.pkg.apis.meta.v1.Time":       "time",
		"io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1":   "any",
	}
}

// table is what all versions say, merged.
type table struct {
	oldest, newest int
	types          map[string][]field // by short name
}

// field is a field of a type over a range of versions in which it did not change.
type field struct {
	name, kind   string
	since, until int
	required     bool
	mergeKey     string
}

// merge puts the versions, oldest first, into one table.
func merge(all []release) (*table, error) {
	t := &table{oldest: all[0].minor, newest: all[len(all)-1].minor, types: map[string][]field{}}
	full := map[string]string{} // short name to full name
	for i, r := range all {
		if i > 0 && r.minor != all[i-1].minor+1 {
			return nil, fmt.Errorf("1.%d follows 1.%d", r.minor, all[i-1].minor)
		}
		seen := map[string]bool{}
		for todo := roots(); len(todo) > 0; todo = todo[1:] {
			name := todo[0]
			if seen[name] {
				continue
			}
			seen[name] = true
			if other, ok := full[short(name)]; ok && other != name {
				return nil, fmt.Errorf("two types are called %s: %s and %s", short(name), other, name)
			}
			full[short(name)] = name
			found, err := t.add(r, name)
			if err != nil {
				return nil, fmt.Errorf("1.%d: %s: %w", r.minor, name, err)
			}
			todo = append(todo, found...)
		}
	}
	for _, fields := range t.types {
		slices.SortFunc(fields, func(a, b field) int {
			if c := strings.Compare(a.name, b.name); c != 0 {
				return c
			}
			return a.since - b.since
		})
	}
	return t, nil
}

// add records one type of one version, and returns the types that it uses.
func (t *table) add(r release, name string) (used []string, err error) {
	d, ok := r.definitions[name]
	if !ok {
		return nil, fmt.Errorf("no such definition")
	}
	if d.Type != "object" {
		return nil, fmt.Errorf("is of type %q: lint/schema has no reader for it", d.Type)
	}
	fields := t.types[short(name)]
	for key, p := range d.Properties {
		kind, use, err := kindOf(p)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		if use != "" {
			used = append(used, use)
		}
		f := field{name: key, kind: kind, since: r.minor, until: r.minor, required: slices.Contains(d.Required, key), mergeKey: p.MergeKey}
		i := slices.IndexFunc(fields, func(old field) bool { return old.name == key && old.kind == kind && old.until == r.minor-1 })
		if i < 0 {
			fields = append(fields, f)
			continue
		}
		f.since = fields[i].since
		fields[i] = f
	}
	t.types[short(name)] = fields
	return used, nil
}

// kindOf writes a type as the table does, and names the object type that it uses.
func kindOf(p definition) (kind, used string, err error) {
	switch {
	case p.Ref != "":
		name := strings.TrimPrefix(p.Ref, "#/definitions/")
		if kind, ok := scalars()[name]; ok {
			if kind == "" {
				return "", "", fmt.Errorf("lint/schema has no reader for %s", name)
			}
			return kind, "", nil
		}
		return short(name), name, nil
	case p.Items != nil:
		kind, used, err = kindOf(*p.Items)
		return "[]" + kind, used, err
	case p.AdditionalProperties != nil:
		kind, used, err = kindOf(*p.AdditionalProperties)
		return "{}" + kind, used, err
	}
	switch p.Type + " " + p.Format {
	case "string ":
		return "string", "", nil
	case "boolean ":
		return "bool", "", nil
	case "integer int32":
		return "int32", "", nil
	case "integer int64":
		return "int64", "", nil
	default:
		return "", "", fmt.Errorf("lint/schema has no reader for type %q, format %q", p.Type, p.Format)
	}
}

// short is the last part of a definition's name: its Go type.
func short(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }
