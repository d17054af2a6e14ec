# METADATA
# title: "A server that keeps the Job from ending"
# description: >-
#   Beside the container with the work runs one whose image is that of a server, which does not end by
#   itself.
# custom:
#   severity: warning
#   why: >-
#     A Pod has succeeded when all its containers have ended. A proxy or log shipper that goes on keeps it
#     running, and the Job never completes.
#   fix: >-
#     Move it to initContainers with restartPolicy: Always (since Kubernetes 1.29): such a sidecar is ended
#     when the work is done.
#   evidence:
#   - https://github.com/kubernetes/kubernetes/issues/25908
#   - https://github.com/istio/istio/issues/11045
#   - https://kubernetes.io/docs/concepts/workloads/pods/sidecar-containers/
package container.daemon_beside_the_work

import data.lib

violation contains lib.found(c, "", message) if {
	count(lib.mains) > 1
	some c in lib.mains
	lib.daemon(c)
	message := sprintf("%s goes on when the work is done, and the Job never completes: as an init container with restartPolicy Always it is ended", [c.name])
}
