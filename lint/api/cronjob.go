package api

import (
	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The rules about a CronJob's own fields.
const (
	ruleCronJobName  = "cronjob-name"
	ruleConcurrency  = "concurrency-policy"
	ruleTemplateOnly = "cronjob-selector"
)

// maxCronJobName leaves room for the dash and the ten digits that name a Job of a CronJob.
const maxCronJobName = 52

func checkCronJob(object field.Value) {
	metadata, spec := object.Get("metadata"), object.Get("spec")
	checkMetadata(metadata)
	checkSchedule(spec)
	checkTimeZone(spec.Get("timeZone"))
	for _, name := range []string{"startingDeadlineSeconds", "successfulJobsHistoryLimit", "failedJobsHistoryLimit"} {
		notNegative(spec.Get(name))
	}
	policy := spec.Get("concurrencyPolicy")
	switch policy.Str() {
	case "", "Allow", "Forbid", "Replace":
	default:
		policy.Problem(ruleConcurrency, field.NotSupported, "concurrencyPolicy is %q: expected Allow, Forbid or Replace", policy.Str())
	}
	checkJobTemplate(jobSpec{spec.Get("jobTemplate").Get("spec"), true})
	if name, random := nameOf(metadata); len(name) > maxCronJobName {
		at := metadata.Get("name").Range()
		if random {
			at = metadata.Get("generateName").Range()
		}
		metadata.Get("name").ProblemAt(at, ruleCronJobName, field.Invalid,
			"the name has %d characters; a CronJob's may have at most %d, because its Jobs add 11 to it", len(name), maxCronJobName)
	}
}

func checkJobTemplate(spec jobSpec) {
	spec.check()
	if v := spec.Get("selector"); v.IsSet() {
		v.Problem(ruleTemplateOnly, field.Invalid, "a CronJob's Jobs get their selector from the API server: leave it out")
	}
	if v := spec.Get("manualSelector"); v.Bool() {
		v.Problem(ruleTemplateOnly, field.NotSupported, "a CronJob's Jobs get their selector from the API server: leave manualSelector out")
	}
}
