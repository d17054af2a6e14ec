# METADATA
# title: "Another Job at each create"
# description: >-
#   The Job has a generateName and no name: it cannot be applied, and each create makes another one.
# custom:
#   severity: info
#   why: >-
#     kubectl apply needs a name to compare with. kubectl create makes a new Job every time, also when the last
#     one still runs.
#   fix: >-
#     Create it on purpose only (kubectl create, kubectl job run), or give it a name that changes with what it
#     does.
#   evidence:
#   - "https://kubernetes.io/docs/reference/using-api/api-concepts/#generated-values"
package double_run.another_at_each_create

import data.lib

violation contains lib.found(input.metadata, "generateName", "kubectl apply refuses a Job without a name, and each kubectl create makes another one") if {
	input.kind == "Job"
	input.metadata.generateName
	not input.metadata.name
}
