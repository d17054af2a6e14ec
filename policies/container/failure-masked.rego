# METADATA
# title: "Success, whatever happens"
# description: >-
#   The script ends in a way that makes it succeed even if its work has failed.
# custom:
#   severity: warning
#   why: >-
#     The Job succeeds when the script ends with 0. With || true or exit 0 at its end it always does: it is not
#     retried, and nobody is told.
#   fix: >-
#     Let the script end with the result of its work.
#   evidence:
#   - "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_08_02"
package container.failure_masked

import data.lib

violation contains lib.found(c.script, "", message) if {
	some c in lib.mains
	c.script.masked
	not c.script.errexit
	message := sprintf("%s at the end makes the Job succeed, whatever happened before", [c.script.masked])
}

violation contains lib.found(c.script, "", message) if {
	some c in lib.mains
	startswith(c.script.masked, "||")
	c.script.errexit
	message := sprintf("%s at the end makes the Job succeed, whatever happened before", [c.script.masked])
}
