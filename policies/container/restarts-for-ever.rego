# METADATA
# title: "A container that is always restarted"
# description: >-
#   A container of the Pod, not an init container, has restartPolicy Always.
# custom:
#   severity: error
#   since: "1.35"
#   why: >-
#     Since Kubernetes 1.35 containers may have a restartPolicy. With Always the container is restarted
#     whenever it ends, be it with success: the Pod never ends, and the Job never completes. Sidecars stand in
#     initContainers.
#   fix: >-
#     Move a sidecar to initContainers; leave restartPolicy out of the container with the work.
#   evidence:
#   - https://github.com/kubernetes/enhancements/tree/master/keps/sig-node/5307-container-restart-policy
#   - https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
package container.restarts_for_ever

import data.lib

violation contains lib.found(c, "restartPolicy", message) if {
	some c in lib.mains
	c.restartPolicy == "Always"
	message := sprintf("%s is restarted whenever it ends, and the Job never completes: sidecars belong to initContainers", [c.name])
}
