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
	refers(word, variable.name)
	message := sprintf("the program gets $%s as text: Kubernetes expands $(%s), and only a shell the other form", [variable.name, variable.name])
}

# refers says that a shell would put the variable into the word.
refers(word, name) if contains(word, sprintf("${%s}", [name]))

refers(word, name) if {
	some i, rest in split(word, sprintf("$%s", [name]))
	i > 0
	ends_name(rest)
}

# ends_name says that a name ends where the text begins.
ends_name("")

ends_name(text) if not contains("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_", substring(text, 0, 1))
