# METADATA
# title: "A rule that never comes to act"
# description: >-
#   A rule of podFailurePolicy for disruptions stands behind one that already matches the exit code of a Pod
#   that is ended.
# custom:
#   severity: error
#   since: "1.26"
#   why: >-
#     The first rule that matches decides. A Pod that is evicted or drained ends by SIGTERM or SIGKILL, with
#     exit code 143 or 137: a rule for all codes but a few (NotIn) takes it, and the rule for DisruptionTarget
#     behind it is never reached.
#   fix: >-
#     Put the rule for DisruptionTarget first.
#   evidence:
#   - "pkg/controller/job/pod_failure_policy.go: matchPodFailurePolicy"
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy"
package retries.rule_never_reached

import data.lib

violation contains lib.found(late, "", message) if {
	some i, early in input.job.podFailurePolicy.rules
	early.exitCodes.operator == "NotIn"
	not 143 in early.exitCodes.values
	not early.exitCodes.containerName
	some j, late in input.job.podFailurePolicy.rules
	j > i
	late.action != early.action
	some condition in late.conditions
	condition.type == "DisruptionTarget"
	message := sprintf("rule %d already matches Pods that are evicted or drained (exit code 143): this one never comes to act; put it first", [i])
}
