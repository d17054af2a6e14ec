# METADATA
# title: "Two Pods at once for as long as the grace period"
# description: >-
#   The Pods have a long time to end, and are replaced before it is over.
# custom:
#   severity: warning
#   since: "1.29"
#   why: >-
#     When a Pod is evicted, preempted or drained, the Job controller starts its replacement as soon as it is
#     being deleted. The old one goes on for up to terminationGracePeriodSeconds: for that long both do the
#     same work.
#   fix: >-
#     Set podReplacementPolicy: Failed, so that the next attempt waits for the last one to end.
#   cel: >-
#     variables.podReplacementPolicy != 'TerminatingOrFailed' || variables.backoffLimit == 0 || variables.gracePeriod
#     <= {seconds}
#   evidence:
#   - "pkg/controller/job/job_controller.go: isPodFailed"
#   - https://github.com/kubernetes/kubernetes/issues/115844
#   - https://github.com/kubernetes/enhancements/tree/master/keps/sig-apps/3939-allow-replacement-when-fully-terminated
package double_run.long_grace_period

import data.lib

violation contains {"path": lib.path(input.job, "podReplacementPolicy"), "message": message, "fix": fix} if {
	input.job.podReplacementPolicy == "TerminatingOrFailed"
	input.job.backoffLimit > 0
	lib.grace_period > data.parameters["double-run"]["long-grace-period"].seconds
	message := sprintf("when a Pod is evicted, its replacement starts at once, while it may go on for %s: both do the same work", [lib.duration(lib.grace_period)])
	fix := {"title": "set podReplacementPolicy: Failed", "safe": false, "edits": [lib.set(input.job, "podReplacementPolicy", "Failed")]}
}
