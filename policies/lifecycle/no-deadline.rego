# METADATA
# title: "A Job that can hang for ever"
# description: >-
#   The Job has no activeDeadlineSeconds.
# custom:
#   severity: info
#   why: >-
#     A Pod whose image, Secret or volume is missing, or that fits on no node, does not fail: it stays pending,
#     backoffLimit does not count it, and the Job goes on for ever.
#   fix: >-
#     Set activeDeadlineSeconds to more than the Job can ever need.
#   kind: Job
#   cel: >-
#     has(variables.job.activeDeadlineSeconds) || has(variables.job.suspend) &&
#     variables.job.suspend
#   evidence:
#   - https://github.com/kubernetes/kubernetes/issues/58384
#   - https://github.com/kubernetes/kubernetes/issues/101584
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup"
package lifecycle.no_deadline

import data.lib

violation contains lib.found(input.job, "activeDeadlineSeconds", "a Pod that cannot start does not fail: without activeDeadlineSeconds the Job waits for it for ever") if {
	input.kind == "Job"
	not input.job.activeDeadlineSeconds
	not input.job.suspend
}
