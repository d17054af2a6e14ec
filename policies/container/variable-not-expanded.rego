# METADATA
# title: "A variable that nobody expands"
# description: >-
#   An argument has $NAME in it, and no shell sees it.
# custom:
#   severity: info
#   why: >-
#     Kubernetes expands $(NAME) in command and args, and nothing else. $NAME and ${NAME} are the shell's:
#     without one the program gets the text as it is.
#   fix: >-
#     Write $(NAME), or run the command by sh -c.
#   evidence:
#   - https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
package container.variable_not_expanded

import data.lib

violation contains lib.found(c, "", message) if {
	some c in input.containers
	not c.script
	some variable in c.env
	some word in lib.words(c)
	regex.match(sprintf(`\$(%s\b|\{%s\})`, [variable.name, variable.name]), word)
	message := sprintf("the program gets $%s as text: Kubernetes expands $(%s), and only a shell the other form", [variable.name, variable.name])
}
