package main

import "slices"

// shrink takes away from an object what the disagreement does not need.
func (c *court) shrink(object map[string]any, d *disagreement) *disagreement {
	for again := true; again; {
		again = false
		for _, smaller := range without(object) {
			other := c.compare(smaller)
			if other != nil && other.cause == d.cause {
				object, d, again = smaller, other, true
				break
			}
		}
	}
	return d
}

// without are copies of an object, each with one field or item less, the biggest losses first.
func without(object map[string]any) []map[string]any {
	var all []map[string]any
	for _, path := range paths(object, nil) {
		if smaller, ok := remove(object, path).(map[string]any); ok {
			all = append(all, smaller)
		}
	}
	return all
}

// paths are those of all fields and items, outer ones first.
func paths(v any, prefix []any) [][]any {
	var here, below [][]any
	switch v := v.(type) {
	case map[string]any:
		for _, key := range sortedKeys(v) {
			path := append(slices.Clone(prefix), key)
			here = append(here, path)
			below = append(below, paths(v[key], path)...)
		}
	case []any:
		for i := range v {
			path := append(slices.Clone(prefix), i)
			here = append(here, path)
			below = append(below, paths(v[i], path)...)
		}
	}
	return append(here, below...)
}

// remove copies a value without what a path leads to.
func remove(v any, path []any) any {
	switch v := v.(type) {
	case map[string]any:
		made := make(map[string]any, len(v))
		for key, value := range v {
			switch {
			case key != path[0]:
				made[key] = value
			case len(path) > 1:
				made[key] = remove(value, path[1:])
			}
		}
		return made
	case []any:
		made := make([]any, 0, len(v))
		for i, value := range v {
			switch {
			case i != path[0]:
				made = append(made, value)
			case len(path) > 1:
				made = append(made, remove(value, path[1:]))
			}
		}
		return made
	default:
		return v
	}
}
