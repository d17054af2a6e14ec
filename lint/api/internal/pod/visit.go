package pod

import (
	"iter"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// containersOf are all containers of a Pod, in the order in which the API server visits them.
func containersOf(spec field.Value) iter.Seq[field.Value] {
	return func(yield func(field.Value) bool) {
		for _, list := range []string{"initContainers", "containers", "ephemeralContainers"} {
			for _, c := range spec.Get(list).Items() {
				if !yield(c) {
					return
				}
			}
		}
	}
}
