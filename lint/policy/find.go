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
		switch path[0] {
		case '.':
			path = path[1:]
		case '[':
			inside, rest, _ := strings.Cut(path[1:], "]")
			if n, err := strconv.Atoi(inside); err == nil {
				list = append(list, n)
			} else {
				list = append(list, inside)
			}
			path = rest
		default:
			end := strings.IndexAny(path, ".[")
			if end < 0 {
				end = len(path)
			}
			list = append(list, path[:end])
			path = path[end:]
		}
	}
	return list
}

// find follows a path as far as the document goes.
func find(root field.Value, path string) field.Value {
	v := root
	for _, segment := range Segments(path) {
		switch s := segment.(type) {
		case string:
			if v.Node() == nil {
				return v
			}
			v = v.Get(s)
		case int:
			if v.Node() == nil || v.Node().Kind != manifest.List || s >= len(v.Node().Items) {
				return v
			}
			v = v.Item(s)
		}
	}
	return v
}
