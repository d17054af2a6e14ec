# METADATA
# title: "The shell does not pass on SIGTERM"
# description: >-
#   A shell is the first process of the container, and neither hands over to the program nor handles signals.
# custom:
#   severity: info
#   why: >-
#     When the Pod is to end, SIGTERM goes to the shell, which does not pass it on: the program learns nothing,
#     and is killed when the grace period is over.
#   fix: >-
#     Start the last program with exec, or handle the signal with trap.
#   evidence:
#   - "https://docs.docker.com/reference/dockerfile/#entrypoint"
package container.shell_does_not_pass_on

import data.lib

violation contains lib.found(c.script, "", "SIGTERM ends at the shell: the program behind it is killed after the grace period, without a chance to clean up; exec hands over to it") if {
	some c in lib.mains
	c.script.commands > 1
	not c.script.exec
	not c.script.trap
	input.pod.written.terminationGracePeriodSeconds
}
