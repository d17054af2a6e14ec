# METADATA
# title: "A pipe hides the failure"
# description: >-
#   The script sends the output of a program through a pipe, and the shell looks at the last program only.
# custom:
#   severity: warning
#   why: >-
#     The result of a pipeline is that of its last program. If pg_dump fails in pg_dump | gzip, gzip still
#     succeeds: the Job succeeds, with an empty or broken backup.
#   fix: >-
#     Begin the script with set -o pipefail (bash; sh of Debian 13 and Alpine have it, too), or write to a file
#     first.
#   evidence:
#   - "https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_09_02"
package container.pipe_hides_failure

import data.lib

violation contains lib.found(c.script, "", message) if {
	some c in input.containers
	c.script.piped
	not c.script.pipefail
	message := sprintf("if %s fails, the pipe hides it, and the Job succeeds: set -o pipefail makes it show", [c.script.piped])
}
