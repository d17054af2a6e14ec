# METADATA
# title: "The same work, several times"
# description: >-
#   The Job has several completions that are not told apart: every Pod runs the same command.
# custom:
#   severity: info
#   why: >-
#     Without an index all Pods are alike. That is right where they take their work from a queue or only their
#     number matters, and does the same work several times otherwise.
#   fix: >-
#     Set completionMode: Indexed and choose the part by JOB_COMPLETION_INDEX, or lower completions to 1.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#parallel-jobs"
package parallelism.same_work

import data.lib

violation contains lib.found(input.job, "completions", message) if {
	input.job.completionMode == "NonIndexed"
	input.job.completions > 1
	message := sprintf("all %d Pods run the same command, and nothing tells them apart: completionMode: Indexed gives each a number", [input.job.completions])
}
