# METADATA
# title: "A probe that kills long work"
# description: >-
#   A container with the work has a livenessProbe.
# custom:
#   severity: info
#   why: >-
#     When the probe fails, the kubelet kills the container. A computation that does not answer for a while is
#     lost, and counts as a failure.
#   fix: >-
#     Leave it out: the end of its program is all that a Job needs; activeDeadlineSeconds ends one that hangs.
#   evidence:
#   - https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
package container.liveness_probe

import data.lib

violation contains {"path": lib.path(c, "livenessProbe"), "message": "work that does not answer the probe for a while is killed, and counts as a failure", "fix": fix} if {
	some c in lib.mains
	c.written.livenessProbe
	fix := {"title": "remove it", "safe": false, "edits": [lib.remove(c, "livenessProbe")]}
}
