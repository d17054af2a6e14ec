# METADATA
# title: "One failure kills all the others"
# description: >-
#   backoffLimit is 0 and several Pods do the work: the first one that fails ends the Job, and the Pods that
#   still run are killed.
# custom:
#   severity: warning
#   why: >-
#     With backoffLimit 0 no failure is forgiven. The Job controller then deletes all Pods that are still
#     running, finished or not; the failure may be a mere eviction or the drain of a node.
#   fix: >-
#     Use completionMode Indexed with backoffLimitPerIndex, so that each index fails for itself, or let a
#     podFailurePolicy ignore the condition DisruptionTarget.
#   cel: >-
#     variables.backoffLimit != 0 || variables.parallelism <= 1 || has(variables.job.completions) &&
#     variables.job.completions == variables.parallelism && has(variables.job.completionMode) &&
#     variables.job.completionMode == 'Indexed'
#   evidence:
#   - "pkg/controller/job/job_controller.go: exceedsBackoffLimit, deleteActivePods"
package retries.one_failure_ends_all

import data.lib

violation contains {"path": lib.path(input.job, "backoffLimit"), "message": message, "severity": severity} if {
	input.job.backoffLimit == 0
	input.job.parallelism > 1
	message := sprintf("of %d Pods at a time, the first that fails ends the Job, and the others are killed", [input.job.parallelism])
}

# Programs that work together, such as those of MPI, are all started again or not at all.
severity := "info" if {
	input.job.parallelism == input.job.completions
	input.job.completionMode == "Indexed"
} else := "warning"
