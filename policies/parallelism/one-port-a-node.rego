# METADATA
# title: "Pods that contend for a port"
# description: >-
#   Several Pods run at once, and each takes the same port of its node.
# custom:
#   severity: warning
#   why: >-
#     A port of a node can be taken by one Pod only. With fewer free nodes than parallelism, the others stay
#     pending.
#   fix: >-
#     Leave hostPort out: Jobs hardly ever need one.
#   cel: >-
#     variables.parallelism <= 1 || variables.containers.all(c, !has(c.ports) || c.ports.all(p, !has(p.hostPort) ||
#     p.hostPort == 0))
#   evidence:
#   - "https://kubernetes.io/docs/concepts/configuration/overview/#services"
package parallelism.one_port_a_node

import data.lib

violation contains {"path": lib.path(port, "hostPort"), "message": message, "fix": fix} if {
	input.job.parallelism > 1
	some c in input.containers
	some port in c.ports
	port.hostPort > 0
	message := sprintf("%d Pods at a time each take port %d of a node: no two can be on the same one", [input.job.parallelism, port.hostPort])
	fix := {"title": "remove hostPort", "safe": false, "edits": [lib.remove(port, "hostPort")]}
}
