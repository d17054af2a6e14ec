# METADATA
# title: "A server is no Job"
# description: >-
#   The only container has the image of a server and does not say what else to run.
# custom:
#   severity: warning
#   why: >-
#     A Job ends when its program ends. A server waits for requests, and the Job never completes.
#   fix: >-
#     Say in command what to run, or use a Deployment.
#   evidence:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/job/
package container.daemon

import data.lib

violation contains lib.found(c, "image", message) if {
	count(lib.mains) == 1
	some c in lib.mains
	lib.daemon(c)
	message := sprintf("%s is a server that does not end by itself: the Job never completes", [c.image.name])
}
