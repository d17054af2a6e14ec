package main

import (
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/intstr"
)

// generator makes manifests: it takes one that the API server accepts, and changes a few things in it.
type generator struct {
	random    *rand.Rand
	bases     []map[string]any
	values    map[string][]any // what has been seen under a key
	batchOnly bool
}

// maxChanges is how many things are changed in one manifest.
const maxChanges = 4

func (g *generator) manifest() map[string]any {
	base := g.bases[g.random.IntN(len(g.bases))]
	object, _ := clone(base).(map[string]any)
	kind, _ := object["kind"].(string)
	for range 1 + g.random.IntN(maxChanges) {
		g.object(object, root(kind), 0)
	}
	return object
}

func (g *generator) chance(percent int) bool { return g.random.IntN(100) < percent }

func pick[T any](g *generator, list []T) T { return list[g.random.IntN(len(list))] }

// object changes something in a map with the fields of a type.
func (g *generator) object(m map[string]any, t reflect.Type, depth int) {
	known := properties(t)
	if g.batchOnly {
		known = slices.DeleteFunc(known, func(p property) bool { return p.name == "template" })
	}
	switch {
	case depth > 0 && g.chance(2):
		m["unknownField"] = true
		return
	case len(m) > 0 && depth > 0 && g.chance(15):
		delete(m, pick(g, sortedKeys(m)))
		return
	case len(known) == 0:
		return
	}
	p := pick(g, known)
	if set := slices.DeleteFunc(slices.Clone(known), func(p property) bool { return m[p.name] == nil }); len(set) > 0 && g.chance(60) {
		p = pick(g, set)
	}
	if depth == 0 { // what matters is in spec
		if spec := slices.IndexFunc(known, func(p property) bool { return p.name == "spec" }); spec >= 0 && g.chance(80) {
			p = known[spec]
		}
		if p.name == "kind" || p.name == "apiVersion" {
			return
		}
	}
	m[p.name] = g.change(m[p.name], p.typ, p.name, depth+1)
}

// change is a value of a type, changed; one that is missing is made.
func (g *generator) change(v any, t reflect.Type, name string, depth int) any {
	t = plain(t)
	switch {
	case g.chance(2):
		return pick(g, []any{nil, "text", float64(7), true, []any{}, map[string]any{}})
	case v == nil || isScalar(t):
		return g.make(t, name, depth)
	}
	switch v := v.(type) {
	case map[string]any:
		if t.Kind() == reflect.Map {
			return g.entries(v, t, name)
		}
		if t.Kind() == reflect.Struct {
			g.object(v, t, depth)
		}
		return v
	case []any:
		if t.Kind() == reflect.Slice {
			return g.items(v, t, name, depth)
		}
	}
	return v
}

func (g *generator) items(list []any, t reflect.Type, name string, depth int) []any {
	switch n := g.random.IntN(100); {
	case len(list) == 0 || n < 20:
		return append(list, g.make(t.Elem(), name, depth))
	case n < 35:
		return append(list, clone(pick(g, list)))
	case n < 45:
		i := g.random.IntN(len(list))
		return slices.Delete(list, i, i+1)
	default:
		i := g.random.IntN(len(list))
		list[i] = g.change(list[i], t.Elem(), name, depth)
		return list
	}
}

func (g *generator) entries(m map[string]any, t reflect.Type, name string) map[string]any {
	switch n := g.random.IntN(100); {
	case len(m) > 0 && n < 20:
		delete(m, pick(g, sortedKeys(m)))
	case len(m) > 0 && n < 60:
		m[pick(g, sortedKeys(m))] = g.make(t.Elem(), name, maxDepth)
	default:
		m[g.key(name)] = g.make(t.Elem(), name, maxDepth)
	}
	return m
}

// maxDepth keeps what is made small.
const maxDepth = 9

// make is a new value of a type.
func (g *generator) make(t reflect.Type, name string, depth int) any {
	t = plain(t)
	if isScalar(t) {
		return g.scalar(t, name)
	}
	switch t.Kind() {
	case reflect.Slice:
		list := []any{}
		for range pick(g, []int{0, 1, 1, 1, 2, 3}) {
			list = append(list, g.make(t.Elem(), name, depth+1))
		}
		return list
	case reflect.Map:
		m := map[string]any{}
		for range pick(g, []int{0, 1, 1, 2}) {
			m[g.key(name)] = g.make(t.Elem(), name, depth+1)
		}
		return m
	default:
		return g.fill(t, depth)
	}
}

// fill makes a struct with some of its fields: one or two of those that are alternatives to each other.
func (g *generator) fill(t reflect.Type, depth int) map[string]any {
	const several = 5
	m := map[string]any{}
	all := properties(t)
	structs := 0
	for _, p := range all {
		if p.typ.Kind() == reflect.Pointer && p.typ.Elem().Kind() == reflect.Struct {
			structs++
		}
	}
	for _, p := range all {
		percent := 45
		switch nested := !isScalar(plain(p.typ)); {
		case nested && depth >= maxDepth:
			percent = 0
		case nested && structs >= several:
			percent = 100 / structs
		case nested:
			percent = 30
		}
		if p.name == "name" || p.name == "key" || p.name == "operator" {
			percent = 90
		}
		if g.chance(percent) {
			m[p.name] = g.make(p.typ, p.name, depth+1)
		}
	}
	return m
}

var (
	numbers = []any{
		-1.0, 0.0, 1.0, 2.0, 3.0, 5.0, 10.0, 30.0, 63.0, 80.0, 100.0, 255.0, 256.0, 420.0, 511.0, 512.0, 600.0, 3600.0, 10000.0, 10001.0, 65535.0,
		65536.0, 99999.0, 100000.0, 100001.0, 2147483647.0, 2147483648.0,
	}
	texts = []any{
		"", "a", "main", "demo", "data", "A", "a.b", "a/b", "a/b/c", "example.com/x", "-a", "a-", "a_b", " a", "a b", "..", "../a", "/a", "/", ".", "1", "0", "80", "x=y",
		strings.Repeat("a", 15), strings.Repeat("a", 16), strings.Repeat("a", 52), strings.Repeat("a", 53), strings.Repeat("a", 63), strings.Repeat("a", 64),
		strings.Repeat("a", 253), strings.Repeat("a", 254), "ä", "kubernetes.io/hostname", "metadata.name", "10.0.0.1", "::1", "1.2.3", "Always", "Never", "In", "Exists",
	}
	quantities = []any{"0", "1", "-1", "100m", "1.5", "1Gi", "128Mi", "1G", "500", "1n", "0.5", "1e3", "3Mi", "2Mi", "1M", 1.0, 0.0, 2.5}
	keys       = []string{"cpu", "memory", "ephemeral-storage", "example.com/gpu", "hugepages-2Mi", "requests.cpu", "a", "app", "job-name", "controller-uid", "batch.kubernetes.io/job-name", "A/b", "-", "kubernetes.io/x", "", "a/b/c"}
)

// scalar is a value of a simple type: mostly one that has been seen under its key.
func (g *generator) scalar(t reflect.Type, name string) any {
	if seen := g.values[name]; len(seen) > 0 && g.chance(60) {
		return pick(g, seen)
	}
	switch t {
	case reflect.TypeFor[resource.Quantity]():
		return pick(g, quantities)
	case reflect.TypeFor[intstr.IntOrString]():
		return pick(g, slices.Concat(numbers, texts))
	case reflect.TypeFor[metav1.Time](), reflect.TypeFor[metav1.MicroTime]():
		return pick(g, []any{"2026-01-02T03:04:05Z", "yesterday", ""})
	}
	switch t.Kind() {
	case reflect.Bool:
		return g.chance(50)
	case reflect.String:
		return pick(g, texts)
	case reflect.Int32, reflect.Int64, reflect.Int:
		return pick(g, numbers)
	default:
		return map[string]any{}
	}
}

func (g *generator) key(name string) string {
	if seen := g.values["key of "+name]; len(seen) > 0 && g.chance(50) {
		key, _ := pick(g, seen).(string)
		return key
	}
	return pick(g, keys)
}

// learn remembers the values of a manifest by their keys.
func learn(values map[string][]any, v any, name string) {
	switch v := v.(type) {
	case map[string]any:
		for key, value := range v {
			if name != "" {
				values["key of "+name] = append(values["key of "+name], key)
			}
			learn(values, value, key)
		}
	case []any:
		for _, item := range v {
			learn(values, item, name)
		}
	default:
		values[name] = append(values[name], v)
	}
}

// settle sorts what has been learnt and leaves each value once, so that a seed gives the same manifests every time.
func settle(values map[string][]any) {
	for name, list := range values {
		seen := map[any]bool{}
		kept := list[:0]
		for _, v := range list {
			if !seen[v] {
				seen[v] = true
				kept = append(kept, v)
			}
		}
		slices.SortFunc(kept, func(a, b any) int { return strings.Compare(text(a), text(b)) })
		values[name] = kept
	}
}

func sortedKeys(m map[string]any) []string { return slices.Sorted(maps.Keys(m)) }

func clone(v any) any {
	switch v := v.(type) {
	case map[string]any:
		made := make(map[string]any, len(v))
		for key, value := range v {
			made[key] = clone(value)
		}
		return made
	case []any:
		made := make([]any, len(v))
		for i, value := range v {
			made[i] = clone(value)
		}
		return made
	default:
		return v
	}
}
