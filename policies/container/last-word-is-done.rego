# METADATA
# title: "The last word is always that it is done"
# description: >-
#   The script ends with echo or sleep, and the result of the work before is lost.
# custom:
#   severity: info
#   why: >-
#     Without set -e the script ends with the result of its last command. An echo always succeeds, and so does
#     the Job.
#   fix: >-
#     Begin the script with set -e, or leave out what follows the work.
#   evidence:
#   - "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_26"
package container.last_word_is_done

import data.lib

violation contains lib.found(c.script, "", message) if {
	some c in lib.mains
	c.script.tail
	not c.script.errexit
	c.script.commands > 1
	message := sprintf("the result of the script is that of its last command, %s, which hardly ever fails", [c.script.tail])
}
