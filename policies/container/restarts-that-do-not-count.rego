# METADATA
# title: "Restarts that nobody counts"
# description: >-
#   A container has restartPolicy OnFailure in a Pod with Never: its restarts do not count against
#   backoffLimit.
# custom:
#   severity: warning
#   since: "1.35"
#   why: >-
#     The Job controller counts restarts only where the restartPolicy of the Pod is OnFailure. A container that
#     restarts by a policy of its own is restarted again and again, and the Job never fails.
#   fix: >-
#     Set restartPolicy for the Pod, or bound the Job by activeDeadlineSeconds.
#   evidence:
#   - "pkg/controller/job/job_controller.go: pastBackoffLimitOnFailure"
#   - https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/5307-container-restart-policy
package container.restarts_that_do_not_count

import data.lib

violation contains lib.found(c, "restartPolicy", message) if {
	input.pod.restartPolicy == "Never"
	some c in lib.mains
	c.restartPolicy == "OnFailure"
	not input.job.activeDeadlineSeconds
	message := sprintf("restarts of %s do not count against backoffLimit: if it always fails, the Job never does", [c.name])
}
