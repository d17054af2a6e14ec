// Package pod holds the rules of the API server about Pod templates (pkg/apis/core/validation/validation.go and
// pkg/api/pod), as far as they bind the templates of Jobs: all but what depends on the cluster.
package pod

import (
	"slices"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// Check checks the template of a Job. Problems that are the Job's own (restartPolicy, the labels that the Job controller
// sets) are not in here.
func Check(template field.Value) {
	checkMetadata(template.Get("metadata"), template.Get("spec"))
	spec := template.Get("spec")
	volumes := checkVolumes(spec)
	checkContainers(spec, volumes)
	checkSpec(spec)
}

// Warn gives the warnings that the API server answers with about a Pod template (pkg/api/pod/warnings.go).
func Warn(template field.Value) {
	warnSpec(template)
	warnContainers(template.Get("spec"))
}

// volumes are the volumes of a Pod by name. Of several with one name, the last counts.
type volumes map[string]volume

// volume is what the rules about mounts ask of a volume.
type volume struct {
	// source is the field that says what the volume is: emptyDir, persistentVolumeClaim, ...
	source string
	value  field.Value
}

// Rules are those of this package.
func Rules() []field.Rule {
	return slices.Concat(specRules(), containerRules(), volumeRules())
}
