// Package api says what the API server would refuse of a Job or CronJob that it can decode, and what it would warn of:
// its rules, applied after its defaults, for a version of Kubernetes.
//
// The rules are those of pkg/apis/batch/validation and pkg/apis/core/validation; test/parity holds them to the real ones.
package api

import (
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// Problem is a value that the API server refuses or warns of.
type Problem = field.Problem

// Check says what the API server of a version makes of the creation of an object of batch/v1. Found are the problems that
// schema.Check has with it: fields that the version drops are not checked, and fields of a wrong type count as unset.
func Check(root *manifest.Node, kind string, v schema.Version, found []schema.Problem) []Problem {
	c := field.NewChecker(v, dropped(found, false))
	object := c.Root(root)
	switch kind {
	case "Job":
		j := newJob(object.Get("metadata"), object.Get("spec"))
		j.check()
		j.warn()
	case "CronJob":
		checkCronJob(object)
		warnCronJob(object)
	}
	return c.Problems()
}

// CheckJobs says what the API server would refuse of the Jobs that a CronJob makes, although it takes the CronJob
// (getJobFromTemplate2 in pkg/controller/cronjob/utils.go). The paths are those of the CronJob.
func CheckJobs(root *manifest.Node, v schema.Version, found []schema.Problem) []Problem {
	c := field.NewChecker(v, dropped(found, true))
	object := c.Root(root)
	template := object.Get("spec").Get("jobTemplate")
	j := newJob(template.Get("metadata"), template.Get("spec"))
	j.ofCronJob(object.Get("metadata"))
	return c.Problems()
}

// job is a Job that is to be created.
type job struct {
	metadata field.Value
	spec     jobSpec
	// name is the one that it gets; random says that its end is not known.
	name   string
	random bool
}

func newJob(metadata, spec field.Value) *job {
	j := &job{metadata: metadata, spec: jobSpec{Value: spec}}
	j.name, j.random = nameOf(metadata)
	return j
}

// check is ValidateJobCreate.
func (j *job) check() {
	checkMetadata(j.metadata)
	j.checkCopiedLabels()
	j.checkSelector()
	j.spec.check()
	j.checkHostname(j.metadata.Get("name"))
}

// dropped are the paths of what is removed before validation: from the object, or from the Jobs of a CronJob.
func dropped(found []schema.Problem, inJobs bool) []string {
	var paths []string
	for _, p := range found {
		if p.Removed != "" && (!p.InJobs || inJobs) {
			paths = append(paths, p.Removed)
		}
	}
	return paths
}
