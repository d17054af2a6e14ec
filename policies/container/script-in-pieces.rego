# METADATA
# title: "Only the first piece is the script"
# description: >-
#   More words follow the script of sh -c, which does not use them.
# custom:
#   severity: warning
#   why: >-
#     sh -c takes one word as the script. What follows are its arguments $0, $1, ...: sh -c echo hello prints
#     an empty line.
#   fix: >-
#     Write the whole script as one word.
#   evidence:
#   - https://pubs.opengroup.org/onlinepubs/9799919799/utilities/sh.html
package container.script_in_pieces

import data.lib

violation contains lib.found(c.script, "", message) if {
	some c in input.containers
	c.script.extra > 0
	not c.script.positional
	message := sprintf("only this word is the script: what follows (%d more) are its arguments, which it does not use", [c.script.extra])
}
