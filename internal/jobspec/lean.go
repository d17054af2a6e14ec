package jobspec

import (
	"encoding/json"
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kubectl-job/kubectl-job/job"
)

// Lean is the part of a Job object that package job knows.
func Lean(object *unstructured.Unstructured) (job.Job, error) {
	var lean job.Job
	text, err := object.MarshalJSON()
	if err == nil {
		err = json.Unmarshal(text, &lean)
	}
	if err != nil {
		return job.Job{}, fmt.Errorf("read job.batch/%s: %w", object.GetName(), err)
	}
	return lean, nil
}

// State is the state of a Job object; one that cannot be read counts as running.
func State(object *unstructured.Unstructured) job.State {
	lean, err := Lean(object)
	if err != nil {
		return job.StateRunning
	}
	return lean.State()
}

// Suspended tells whether spec.suspend of a Job or CronJob is true.
func Suspended(object *unstructured.Unstructured) bool {
	suspended, _, _ := unstructured.NestedBool(object.Object, "spec", "suspend")
	return suspended
}
