package policy

import (
	"strconv"
	"strings"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// Segments takes a path such as spec.template.spec.containers[0].image apart: keys are strings, indexes are ints. What
// stands in brackets and is no number is a key: metadata.annotations[helm.sh/hook].
func Segments(path string) []any {
	var list []any
	for path != "" {
		name, index, rest := segment(path)
		path = rest
		if index < 0 {
			list = append(list, name)
		} else {
			list = append(list, index)
		}
	}
	return list
}

// segment takes the first key or index from a path; the index of a key is negative.
func segment(path string) (name string, index int, rest string) {
	path = strings.TrimPrefix(path, ".")
	if inside, ok := strings.CutPrefix(path, "["); ok {
		name, rest, _ = strings.Cut(inside, "]")
		if n, err := strconv.Atoi(name); err == nil && n >= 0 {
			return "", n, rest
		}
		return name, -1, rest
	}
	end := strings.IndexAny(path, ".[")
	if end < 0 {
		end = len(path)
	}
	return path[:end], -1, path[end:]
}

// find follows a path as far as the document goes.
func find(v field.Value, path string) field.Value {
	for path != "" && v.Node() != nil {
		name, index, rest := segment(path)
		path = rest
		switch {
		case index < 0:
			v = v.Get(name)
		case v.Node().Kind != manifest.List || index >= len(v.Node().Items):
			return v
		default:
			v = v.Item(index)
		}
	}
	return v
}
