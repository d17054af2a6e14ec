# METADATA
# title: "The same work under two names"
# description: >-
#   A file has two Jobs, or two CronJobs at the same times, whose Pods are the same in every field.
# custom:
#   severity: warning
#   scope: run
#   why: >-
#     Both do the same, with the same image, command, variables and volumes: the work is done twice.
#   fix: >-
#     Remove one of them, or give it the arguments that it was meant to have.
#   evidence:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/job/
package double_run.same_work

violation contains {"document": index, "path": "metadata.name", "message": message} if {
	some indexes in alike
	earlier := input.documents[min(indexes)]
	some index in indexes
	input.documents[index].name != earlier.name
	message := sprintf("its Pods are those of %s %s in every field: the work is done twice", [earlier.kind, earlier.name])
}

alike[concat("\n", [d.file, d.kind, d.namespace, d.timeZone, d.schedule, d.work])] contains d.index if some d in input.documents
