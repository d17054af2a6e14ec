# METADATA
# title: "As many nodes as Pods"
# description: >-
#   Anti-affinity keeps the Pods on different nodes, and several are to run at once.
# custom:
#   severity: info
#   why: >-
#     A required podAntiAffinity by kubernetes.io/hostname lets one Pod run on each node. With fewer free nodes
#     than parallelism, the others stay pending; a Job without deadline then waits for ever.
#   fix: >-
#     Prefer nodes in place of requiring them (preferredDuringSchedulingIgnoredDuringExecution), or lower
#     parallelism.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/scheduling-eviction/assign-pod-node/#inter-pod-affinity-and-anti-affinity"
package parallelism.one_pod_a_node

import data.lib

violation contains lib.found(input.job, "parallelism", message) if {
	input.pod.exclusive
	input.job.parallelism > 1
	message := sprintf("%d Pods at a time need as many nodes, because anti-affinity keeps them apart", [input.job.parallelism])
}
