# METADATA
# title: "A schedule that never comes"
# description: >-
#   No day fits the schedule.
# custom:
#   severity: error
#   why: >-
#     The API server checks each field of a schedule for itself. A day that does not exist, such as 31
#     February, is accepted, and the CronJob never runs; all that tells of it is an event.
#   fix: >-
#     Name a day that exists. For the last day of a month, run daily on 28-31 and let the script look whether
#     tomorrow is the first.
#   evidence:
#   - "pkg/controller/cronjob/cronjob_controllerv2.go: syncCronJob"
package schedule.never

import data.lib

violation contains lib.found(input.cron, "schedule", message) if {
	input.cron.runs.never
	message := sprintf("schedule %q never comes: there is no such day in the next five years", [input.cron.schedule])
}
