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
	given := metadata.Get("name")
	name, random := nameOf(metadata)
	at := given
	if random {
		at = metadata.Get("generateName")
	}
	if !metadata.Checker().Since(27) || name == "" {
		return
	}
	if bad := names.Label(name); bad != "" {
		at.As(given.Path()).Warn(ruleNameLabel, "the names and hostnames of Pods begin with %q, which can cause surprises: as a hostname, it %s", name, bad)
	}
}

// warn is WarningsForJobSpec of pkg/api/job/warnings.go.
func (s jobSpec) warn() {
	if s.indexed() && s.Checker().Since(28) {
		s.warnManyCompletions()
	}
	pod.Warn(s.Get("template"))
}

// warnManyCompletions points at the parallelism: the API server names only the spec.
func (s jobSpec) warnManyCompletions() {
	completions, _ := s.completions()
	parallelism := s.Get("parallelism")
	if n := parallelism.Int(); completions > softCompletions && n > maxManyCompletions {
		parallelism.As(s.Path()).Warn(ruleManyCompletions,
			"parallelism is %d, completions %d: above %d and %d, Kubernetes may lose track of indexes when many fail or end out of order; lower one of them",
			n, completions, maxManyCompletions, softCompletions)
	}
}
