# METADATA
# title: "All Pods share few restarts"
# description: >-
#   restartPolicy is OnFailure and several Pods run at once, but together they may restart no more often than
#   there are Pods.
# custom:
#   severity: warning
#   why: >-
#     With OnFailure the Job controller adds up the restarts of all Pods that run, init containers included,
#     and fails the Job when the sum reaches backoffLimit: a few restarts in some Pods end all of them.
#   fix: >-
#     Raise backoffLimit, use restartPolicy Never, or give each index a limit of its own with completionMode
#     Indexed and backoffLimitPerIndex.
#   evidence:
#   - "pkg/controller/job/job_controller.go: pastBackoffLimitOnFailure"
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy"
package retries.on_failure_shared_limit

import data.lib

violation contains lib.found(input.job, "backoffLimit", message) if {
	input.pod.restartPolicy == "OnFailure"
	input.job.parallelism > 1
	input.job.backoffLimit > 1
	input.job.backoffLimit <= input.job.parallelism
	message := sprintf("%d Pods at a time share %d restarts: when there are as many in all of them together, the Job fails", [input.job.parallelism, input.job.backoffLimit])
}
