# METADATA
# title: "More parallelism than completions"
# description: >-
#   parallelism is higher than completions.
# custom:
#   severity: warning
#   why: >-
#     Kubernetes never runs more Pods than completions are still to come. What is above that has no effect, and
#     often means that completions was forgotten, or that the Job was meant to do more work.
#   fix: >-
#     Lower parallelism to completions, or raise completions.
#   cel: >-
#     !has(variables.job.completions) || variables.job.completions == 0 || variables.parallelism <=
#     variables.job.completions
#   evidence:
#   - "pkg/controller/job/job_controller.go: manageJob"
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#controlling-parallelism"
package parallelism.more_than_completions

import data.lib

violation contains {"path": lib.path(input.job, "parallelism"), "message": message, "fix": fix} if {
	input.job.completions > 0
	input.job.parallelism > input.job.completions
	message := sprintf("parallelism is %d, but completions is %d: no more Pods than that ever run", [input.job.parallelism, input.job.completions])
	fix := {
		"title": sprintf("lower parallelism to %d", [input.job.completions]),
		"safe": true,
		"edits": [lib.set(input.job, "parallelism", input.job.completions)],
	}
}
