# METADATA
# title: "A run as soon as the CronJob is resumed"
# description: >-
#   The CronJob is suspended and has no startingDeadlineSeconds: when it is resumed, a run that was missed
#   starts at once.
# custom:
#   severity: info
#   why: >-
#     The time of the last missed run is looked for when suspend becomes false. Without startingDeadlineSeconds
#     it is made up for, however long ago it was due.
#   fix: >-
#     Set startingDeadlineSeconds before the CronJob is resumed.
#   evidence:
#   - "pkg/controller/cronjob/utils.go: mostRecentScheduleTime"
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-suspension"
package double_run.resumed_at_once

import data.lib

violation contains lib.found(input.cron, "suspend", "when it is resumed, the last run that was missed starts at once: startingDeadlineSeconds prevents that") if {
	input.cron.suspend
	not input.cron.startingDeadlineSeconds
}
