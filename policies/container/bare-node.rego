# METADATA
# title: "Bound to one node"
# description: >-
#   nodeName puts the Pods on one node, past the scheduler.
# custom:
#   severity: info
#   why: >-
#     The scheduler is not asked: whether the node has room, is drained or is gone, the Pods go there. A Pod
#     that the node refuses fails at once, and uses up an attempt.
#   fix: >-
#     Use nodeSelector or affinity.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#nodename"
package container.bare_node

import data.lib

violation contains lib.found(input.pod, "nodeName", message) if {
	input.pod.nodeName
	message := sprintf("the Pods go to node %s past the scheduler: if it has no room, each attempt fails at once", [input.pod.nodeName])
}
