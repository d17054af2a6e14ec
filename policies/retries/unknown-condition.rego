# METADATA
# title: "A condition that nobody sets"
# description: >-
#   A rule of podFailurePolicy waits for a Pod condition that Kubernetes does not set.
# custom:
#   severity: warning
#   since: "1.26"
#   why: >-
#     Conditions are compared as texts. One that is misspelt, or was made up for an example, never comes, and
#     the rule never acts.
#   fix: >-
#     Write the condition as Kubernetes does: DisruptionTarget is the one that is meant in nearly all cases. A
#     condition of your own needs a controller that sets it; give it a domain (example.com/Name).
#   evidence:
#   - "pkg/apis/core/types.go: PodConditionType"
#   - https://kubernetes.io/docs/tasks/job/pod-failure-policy/
package retries.unknown_condition

import data.lib

violation contains {"path": lib.path(condition, "type"), "message": message, "fix": fix} if {
	some condition in unknown
	contains(lower(condition.type), "disruption")
	message := sprintf("Kubernetes sets no condition %q on Pods: did you mean DisruptionTarget?", [condition.type])
	fix := {"title": "write DisruptionTarget", "safe": true, "edits": [lib.set(condition, "type", "DisruptionTarget")]}
}

violation contains lib.found(condition, "type", message) if {
	some condition in unknown
	not contains(lower(condition.type), "disruption")
	message := sprintf("Kubernetes sets no condition %q on Pods: unless a controller of yours does, the rule never acts", [condition.type])
}

known := {"AllContainersRestarting", "ContainersReady", "DisruptionTarget", "Initialized", "PodReadyToStartContainers", "PodResizeInProgress", "PodResizePending", "PodScheduled", "Ready"}

unknown contains condition if {
	some rule in input.job.podFailurePolicy.rules
	some condition in rule.conditions
	not condition.type in known
	not contains(condition.type, "/")
}
