# METADATA
# title: "A failure in the middle is not seen"
# description: >-
#   The script runs several commands, and goes on when one of them fails.
# custom:
#   severity: warning
#   why: >-
#     Without set -e a shell goes on after a failure, and ends with the result of its last command: the Job
#     succeeds although half of its work was not done.
#   fix: >-
#     Begin the script with set -e (or call the shell with -ec), or join the commands by &&.
#   evidence:
#   - "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_26"
package container.failure_not_seen

import data.lib

violation contains lib.found(c.script, "", message) if {
	some c in input.containers
	c.script.unchecked
	not c.script.errexit
	message := sprintf("if %s fails, the script goes on, and the Job may succeed all the same: set -e ends it there", [c.script.unchecked])
}
