# METADATA
# title: "A drained node uses up the only attempt"
# description: >-
#   backoffLimit is 0 and nothing ignores disruptions: an eviction, a preemption or the drain of a node fails
#   the Job.
# custom:
#   severity: info
#   since: "1.26"
#   why: >-
#     The Job controller counts a Pod that Kubernetes itself ended like one whose program failed. With
#     backoffLimit 0 that was the only attempt.
#   fix: >-
#     Add a podFailurePolicy whose first rule ignores the condition DisruptionTarget (with restartPolicy
#     Never).
#   evidence:
#   - https://kubernetes.io/blog/2024/08/19/kubernetes-1-31-pod-failure-policy-for-jobs-goes-ga/
#   - https://github.com/kubernetes/enhancements/tree/master/keps/sig-apps/3329-retriable-and-non-retriable-failures
package retries.disruption_counts

import data.lib

violation contains lib.found(input.job, "backoffLimit", "an eviction or the drain of a node counts as a failure, and there is no retry: a podFailurePolicy can ignore the condition DisruptionTarget") if {
	input.job.backoffLimit == 0
	not ignores
}

ignores if {
	some rule in input.job.podFailurePolicy.rules
	rule.action == "Ignore"
	some condition in rule.conditions
	condition.type == "DisruptionTarget"
}
