package api

import (
	"github.com/kubectl-job/kubectl-job/lint/api/internal/meta"
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// scheduledDigits stand for the minute that names a Job of a CronJob (getJobName in pkg/controller/cronjob/utils.go).
const scheduledDigits = "-29000000"

// ofCronJob checks what the API server looks at in a Job that a CronJob makes, and not in the CronJob.
func (j *job) ofCronJob(cronJob field.Value) {
	name, _ := nameOf(cronJob)
	j.name, j.random = name+scheduledDigits, false
	meta.Labels(j.metadata.Get("labels"))
	meta.Annotations(j.metadata.Get("annotations"))
	// The minute of the next run is not known: no label can have been set to the name.
	labels := j.spec.Get("template").Get("metadata").Get("labels")
	j.random = true
	j.checkJobLabels(labels, j.jobLabels())
	j.checkHostname(cronJob.Get("name"))
}
