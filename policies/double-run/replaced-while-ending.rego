# METADATA
# title: "The next attempt starts while the last one ends"
# description: >-
#   podReplacementPolicy is not Failed: a Pod that is being deleted is replaced at once, while it still runs.
# custom:
#   severity: info
#   since: "1.29"
#   why: >-
#     When a Pod is evicted, preempted or drained, it has its grace period to end. By default the Job
#     controller counts it as failed as soon as it is being deleted, and starts the next attempt: for some
#     seconds two Pods do the same work.
#   fix: >-
#     Set podReplacementPolicy: Failed, so that the next attempt waits for the last one to end.
#   evidence:
#   - "pkg/controller/job/job_controller.go: isPodFailed"
#   - https://github.com/kubernetes/kubernetes/issues/115844
#   - https://github.com/kubernetes/enhancements/tree/master/keps/sig-apps/3939-allow-replacement-when-fully-terminated
package double_run.replaced_while_ending

import data.lib

violation contains {"path": lib.path(input.job, "podReplacementPolicy"), "message": message, "fix": fix} if {
	input.job.podReplacementPolicy == "TerminatingOrFailed"
	input.job.backoffLimit > 0
	not long
	message := "when a Pod is evicted, its replacement starts while it is still ending: podReplacementPolicy: Failed makes it wait"
	fix := {"title": "set podReplacementPolicy: Failed", "safe": false, "edits": [lib.set(input.job, "podReplacementPolicy", "Failed")]}
}

# double-run/long-grace-period says it with more weight.
long if lib.grace_period > 30
