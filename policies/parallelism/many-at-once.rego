# METADATA
# title: "Very many Pods at once"
# description: >-
#   Hundreds of Pods are to run at once.
# custom:
#   severity: info
#   why: >-
#     The Job controller creates at most 500 Pods each time it looks at the Job. So many at once are a burden
#     to the API server, the scheduler and registries, and rarely all find room.
#   fix: >-
#     Lower parallelism, or split the Job.
#   evidence:
#   - "pkg/controller/job/job_controller.go: MaxPodCreateDeletePerSync"
package parallelism.many_at_once

import data.lib

violation contains lib.found(input.job, "parallelism", message) if {
	input.job.parallelism > data.parameters.parallelism["many-at-once"].pods
	message := sprintf("%d Pods at once: Kubernetes creates at most 500 in one go", [input.job.parallelism])
}
