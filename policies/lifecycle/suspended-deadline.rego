# METADATA
# title: "The deadline begins anew with each resumption"
# description: >-
#   The Job is suspended and has an activeDeadlineSeconds.
# custom:
#   severity: info
#   why: >-
#     When a suspended Job is resumed, its start time is set anew and the whole deadline is there again.
#     Suspending it later ends its Pods with SIGTERM.
#   fix: >-
#     Keep in mind that activeDeadlineSeconds bounds the time since the last resumption.
#   evidence:
#   - https://github.com/kubernetes/kubernetes/pull/98727
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#suspending-a-job"
package lifecycle.suspended_deadline

import data.lib

violation contains lib.found(input.job, "activeDeadlineSeconds", "the deadline counts from when the Job is resumed, anew each time") if {
	input.kind == "Job"
	input.job.suspend
	input.job.activeDeadlineSeconds > 0
}
