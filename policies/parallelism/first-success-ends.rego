# METADATA
# title: "The first success ends the Job"
# description: >-
#   parallelism is above 1 and completions is not set: all Pods work on one thing, and no new one starts once
#   one has succeeded.
# custom:
#   severity: info
#   why: >-
#     That is a Job for a work queue: each Pod takes work until there is none, and the success of one means
#     that all is done. If the Pods are meant to share a number of parts, the parts are lost: there is one
#     attempt for each Pod, and no more.
#   fix: >-
#     Set completions to the number of parts, with completionMode: Indexed if they differ.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#parallel-jobs"
#   - "pkg/controller/job/job_controller.go: manageJob"
package parallelism.first_success_ends

import data.lib

violation contains lib.found(input.job, "parallelism", message) if {
	input.job.kind == "work queue"
	input.job.parallelism > 1
	message := sprintf("without completions, %d identical Pods run at once, and when one has succeeded no new one starts: that is right for a work queue only", [input.job.parallelism])
}
