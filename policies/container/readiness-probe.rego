# METADATA
# title: "A probe that nobody asks for"
# description: >-
#   A container with the work has a readinessProbe.
# custom:
#   severity: info
#   why: >-
#     Readiness says whether a Pod may get requests from a Service. Nothing of a Job depends on it.
#   fix: >-
#     Leave it out.
#   evidence:
#   - https://kubernetes.io/docs/concepts/configuration/liveness-readiness-startup-probes/
package container.readiness_probe

import data.lib

violation contains {"path": lib.path(c, "readinessProbe"), "message": "nothing of a Job depends on whether its Pods are ready", "fix": fix} if {
	some c in lib.mains
	c.written.readinessProbe
	fix := {"title": "remove it", "safe": true, "edits": [lib.remove(c, "readinessProbe")]}
}
