# METADATA
# title: "Many Pods that ask for nothing"
# description: >-
#   Many Pods run at once, and a container of theirs requests neither CPU nor memory.
# custom:
#   severity: info
#   why: >-
#     The scheduler takes a Pod without requests for one that needs nothing, and puts any number of them on a
#     node. They are the first to be evicted when it runs out of memory; where a ResourceQuota counts requests,
#     they are not created at all, and the Job hangs.
#   fix: >-
#     Set resources.requests to what the program needs.
#   evidence:
#   - https://kubernetes.io/docs/concepts/workloads/pods/pod-qos/
package parallelism.no_requests

import data.lib

violation contains lib.found(c, "resources", message) if {
	input.job.parallelism >= data.parameters.parallelism["no-requests"].pods
	some c in lib.mains
	count(c.requests) == 0
	count(c.limits) == 0
	message := sprintf("%d Pods at a time, and container %s requests neither CPU nor memory", [input.job.parallelism, c.name])
}
