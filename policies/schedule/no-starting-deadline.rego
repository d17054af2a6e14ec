# METADATA
# title: "However late a run is, it starts"
# description: >-
#   The CronJob has no startingDeadlineSeconds.
# custom:
#   severity: info
#   why: >-
#     A run that was missed, because the control plane was down or the CronJob suspended, is made up for when
#     that is over, at any time of day.
#   fix: >-
#     Set startingDeadlineSeconds to how late a run may start.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline"
#   - "pkg/controller/cronjob/utils.go: nextScheduleTime"
package schedule.no_starting_deadline

import data.lib

violation contains lib.found(input.cron, "startingDeadlineSeconds", "a run that was missed starts as soon as it can, however late: startingDeadlineSeconds bounds that") if {
	not input.cron.startingDeadlineSeconds
	input.cron.concurrencyPolicy != "Forbid"
	not input.cron.suspend
}
