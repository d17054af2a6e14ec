# METADATA
# title: "A command line in one word"
# description: >-
#   The command is one word with spaces in it: Kubernetes looks for a program of that name.
# custom:
#   severity: error
#   why: >-
#     command is a list of words, not a line for a shell. A program whose name is the whole line does not
#     exist: the container cannot start, or ends with 127, and all retries with it.
#   fix: >-
#     Give each word an item of its own, or hand the line to a shell: ["sh", "-c", "..."].
#   evidence:
#   - https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
package container.command_in_one_string

import data.lib

violation contains {"path": lib.path(c, "command"), "message": message, "fix": fix} if {
	some c in input.containers
	program := c.command[0]
	count(c.command) == 1
	not startswith(program, " ")
	contains(trim(program, " "), " ")
	message := sprintf("there is no program with the name %q: each word is an item of its own, or sh -c takes the line", [program])
	fix := {"title": "hand the line to sh -c", "safe": false, "edits": [lib.set(c, "command", ["sh", "-c", program])]}
}
