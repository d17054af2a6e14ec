# METADATA
# title: "The Job ends before its work"
# description: >-
#   The script puts its last command into the background and ends.
# custom:
#   severity: error
#   why: >-
#     When the shell ends, so does the container, and everything that still runs in it is killed. The Job
#     succeeds before the work is done.
#   fix: >-
#     Leave out the &, or end the script with wait.
#   evidence:
#   - "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_09_03"
package container.work_in_background

import data.lib

violation contains lib.found(c.script, "", "the script ends while its last command still runs in the background: it is killed, and the Job succeeds; wait waits for it") if {
	some c in input.containers
	c.script.background
}
