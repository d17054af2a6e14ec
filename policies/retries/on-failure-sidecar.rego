# METADATA
# title: "Restarts of a sidecar use up the retries"
# description: >-
#   restartPolicy is OnFailure and there is a sidecar, whose restarts count against backoffLimit, too.
# custom:
#   severity: warning
#   since: "1.28"
#   why: >-
#     A sidecar (an init container with restartPolicy Always) may be restarted at any time, for example by a
#     probe. With restartPolicy OnFailure its restarts are added to those of the work, and fail the Job when
#     they reach backoffLimit.
#   fix: >-
#     Use restartPolicy Never: then only failed Pods count.
#   evidence:
#   - "pkg/controller/job/job_controller.go: pastBackoffLimitOnFailure"
#   - https://github.com/kubernetes/kubernetes/issues/77644
package retries.on_failure_sidecar

import data.lib

violation contains lib.found(c, "", message) if {
	input.pod.restartPolicy == "OnFailure"
	some c in input.containers
	c.role == "sidecar"
	message := sprintf("with restartPolicy OnFailure, restarts of the sidecar %s count against backoffLimit (%d)", [c.name, input.job.backoffLimit])
}
