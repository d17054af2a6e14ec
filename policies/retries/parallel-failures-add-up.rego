# METADATA
# title: "Failures of all Pods lengthen the wait"
# description: >-
#   Several Pods run at once and share one back-off: every failure doubles the wait before any of them is
#   replaced.
# custom:
#   severity: info
#   why: >-
#     The back-off counts the failures of all Pods since the last success. Three that fail together make the
#     next wait 40 s, seven make it the longest there is.
#   fix: >-
#     Use completionMode Indexed with backoffLimitPerIndex: then each index has a back-off of its own.
#   evidence:
#   - "pkg/controller/job/backoff_utils.go: newBackoffRecord"
#   - https://github.com/kubernetes/kubernetes/issues/130881
package retries.parallel_failures_add_up

import data.lib

violation contains lib.found(input.job, "parallelism", message) if {
	input.pod.restartPolicy == "Never"
	input.job.parallelism > 2
	input.job.backoffLimit > 0
	not input.job.backoffLimitPerIndex
	message := sprintf("%d Pods share one back-off: when several fail at once, all replacements wait for up to %s", [input.job.parallelism, lib.duration(input.job.backoff.cap)])
}
