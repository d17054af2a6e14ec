# METADATA
# title: "One retry that never comes"
# description: >-
#   restartPolicy is OnFailure and backoffLimit is 1: the Job fails at the first restart.
# custom:
#   severity: warning
#   why: >-
#     With OnFailure the Job controller counts restarts, and fails the Job as soon as there are as many as
#     backoffLimit. The one restart that 1 allows is killed while it starts: the work is tried once.
#   fix: >-
#     Set backoffLimit to 2 for one real retry, or use restartPolicy Never, with which backoffLimit 1 means
#     one.
#   cel: >-
#     variables.pod.restartPolicy != 'OnFailure' || variables.backoffLimit != 1
#   evidence:
#   - "pkg/controller/job/job_controller.go: pastBackoffLimitOnFailure"
#   - https://github.com/kubernetes/kubernetes/issues/95433
package retries.on_failure_limit_one

import data.lib

violation contains lib.found(input.job, "backoffLimit", "with restartPolicy OnFailure, the first restart reaches a backoffLimit of 1: the work is tried once, without a retry") if {
	input.pod.restartPolicy == "OnFailure"
	input.job.backoffLimit == 1
}
