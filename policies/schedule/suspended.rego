# METADATA
# title: "A CronJob that never runs"
# description: >-
#   The CronJob is suspended.
# custom:
#   severity: info
#   why: >-
#     With suspend: true no run is started. Where that was for a time, it is easily forgotten.
#   fix: >-
#     Remove suspend, or say in a comment why it is there.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-suspension"
package schedule.suspended

import data.lib

violation contains lib.found(input.cron, "suspend", "the CronJob is suspended: it starts no runs") if {
	input.cron.suspend
}
