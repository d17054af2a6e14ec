# METADATA
# title: "When everybody else runs"
# description: >-
#   The CronJob runs at minute 0.
# custom:
#   severity: info
#   why: >-
#     Most schedules are at minute 0, and many at midnight. Nodes, registries and databases then have to bear
#     them all at once.
#   fix: >-
#     Choose another minute.
#   evidence:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
package schedule.on_the_hour

import data.lib

violation contains lib.found(input.cron, "schedule", "minute 0 is when most CronJobs run: any other spreads the load") if {
	input.cron.runs.fields.minute == "0"
}
