# METADATA
# title: "Two objects of one name"
# description: >-
#   A file has two Jobs or two CronJobs with the same name.
# custom:
#   severity: warning
#   scope: run
#   why: >-
#     kubectl apply takes the second one for a change of the first: of a CronJob the second replaces the first,
#     and of a Job it is refused, because the template cannot be changed. kubectl create refuses the second.
#   fix: >-
#     Give each a name of its own.
#   evidence:
#   - https://kubernetes.io/docs/concepts/overview/working-with-objects/names/
package double_run.same_name

violation contains {"document": index, "path": "metadata.name", "message": message} if {
	some indexes in alike
	first := min(indexes)
	some index in indexes
	index > first
	later := input.documents[index]
	message := sprintf("the file has a %s named %s already: this one replaces it, or is refused", [later.kind, later.name])
}

alike[concat("\n", [d.file, d.kind, d.namespace, d.name])] contains d.index if {
	some d in input.documents
	d.name != ""
}
