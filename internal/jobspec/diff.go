package jobspec

import (
	"fmt"
	"maps"
	"reflect"
	"slices"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Differences names the fields of spec in which two Jobs differ, both with the server's defaults
// applied. It names paths only, because values may be secret.
func Differences(a, b *unstructured.Unstructured) []string {
	return differ("spec", Bare(a).Object["spec"], Bare(b).Object["spec"])
}

func differ(path string, a, b any) []string {
	switch a := a.(type) {
	case map[string]any:
		b, ok := b.(map[string]any)
		if !ok {
			return []string{path}
		}
		keys := maps.Clone(a)
		maps.Copy(keys, b)
		var paths []string
		for _, key := range slices.Sorted(maps.Keys(keys)) {
			paths = append(paths, differ(path+"."+key, a[key], b[key])...)
		}
		return paths
	case []any:
		b, ok := b.([]any)
		if !ok || len(a) != len(b) {
			return []string{path}
		}
		var paths []string
		for i := range a {
			paths = append(paths, differ(fmt.Sprintf("%s[%d]", path, i), a[i], b[i])...)
		}
		return paths
	default:
		if reflect.DeepEqual(a, b) {
			return nil
		}
		return []string{path}
	}
}
