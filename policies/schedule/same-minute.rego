# METADATA
# title: "Many CronJobs at the same minute"
# description: >-
#   Several CronJobs of a run have the same schedule.
# custom:
#   severity: info
#   scope: run
#   why: >-
#     They all start at once, and contend for nodes, images and whatever they work with.
#   fix: >-
#     Spread them over some minutes.
#   evidence:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
package schedule.same_minute

violation contains {"document": index, "path": "spec.schedule", "message": message} if {
	some indexes in together
	count(indexes) >= data.parameters.schedule["same-minute"].cronjobs
	some index in indexes
	message := sprintf("%d CronJobs start at the same minute: %s", [count(indexes), input.documents[index].schedule])
}

together[concat("\n", [d.timeZone, d.schedule])] contains d.index if {
	some d in input.documents
	d.schedule != ""
}
