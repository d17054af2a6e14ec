# METADATA
# title: "A command that never ends"
# description: >-
#   The container runs something that does not end by itself.
# custom:
#   severity: error
#   why: >-
#     A Job ends when its program does. After sleep infinity, tail -f or an endless loop nothing comes: the Job
#     never completes, and its deadline, if there is one, makes it fail.
#   fix: >-
#     Let the program end when its work is done.
#   evidence:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/job/
package container.never_ends

import data.lib

violation contains lib.found(c, "", message) if {
	some c in input.containers
	c.role != "sidecar"
	message := sprintf("%s never ends, and neither does the Job", [c.endless])
}

violation contains lib.found(c.script, "", message) if {
	some c in input.containers
	c.role != "sidecar"
	message := sprintf("%s never ends, and neither does the Job", [c.script.forever])
}
