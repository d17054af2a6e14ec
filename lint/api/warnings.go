package api

import (
	"github.com/kubectl-job/kubectl-job/lint/api/internal/names"
	"github.com/kubectl-job/kubectl-job/lint/api/internal/pod"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The rules that the API server warns by.
const (
	ruleNameLabel       = "name-in-hostnames"
	ruleManyCompletions = "many-completions"
)

// warn is WarningsOnCreate of pkg/registry/batch/job/strategy.go.
func (j *job) warn() {
	warnName(j.metadata)
	j.spec.warn()
}

func warnCronJob(object field.Value) {
	warnName(object.Get("metadata"))
	jobSpec{object.Get("spec").Get("jobTemplate").Get("spec"), true}.warn()
}

func warnName(metadata field.Value) {
	name, _ := nameOf(metadata)
	if bad := names.Label(name); bad != "" && name != "" && metadata.Checker().Since(27) {
		metadata.Get("name").Warn(ruleNameLabel, "the name becomes part of the names and hostnames of Pods, where surprises follow: a name there %s", bad)
	}
}

// warn is WarningsForJobSpec of pkg/api/job/warnings.go.
func (s jobSpec) warn() {
	completions, _ := s.completions()
	if s.indexed() && completions > softCompletions && s.Get("parallelism").Int() > maxManyCompletions && s.Checker().Since(28) {
		s.Warn(ruleManyCompletions, "with more than %d completions and a parallelism above %d, Kubernetes cannot keep track of all indexes if too many fail or are out of order",
			softCompletions, maxManyCompletions)
	}
	pod.Warn(s.Get("template"))
}
