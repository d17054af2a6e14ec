# METADATA
# title: "Complete without having run"
# description: >-
#   completions is 0.
# custom:
#   severity: warning
#   why: >-
#     The Job is complete as soon as it is created: there is nothing to do.
#   fix: >-
#     Set completions to how many Pods have to succeed, or leave it out for one.
#   cel: >-
#     !has(variables.job.completions) || variables.job.completions != 0
#   evidence:
#   - "pkg/controller/job/job_controller.go: syncJob"
package parallelism.no_completions

import data.lib

violation contains lib.found(input.job, "completions", "completions is 0: the Job is complete at once, and nothing runs") if {
	input.job.completions == 0
}
