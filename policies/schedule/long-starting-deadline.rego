# METADATA
# title: "More missed runs than are counted"
# description: >-
#   More than a hundred runs fit into startingDeadlineSeconds.
# custom:
#   severity: info
#   why: >-
#     When a CronJob has missed more than 100 runs within the deadline, the controller says so in an event
#     (TooManyMissedTimes) before it starts the last of them.
#   fix: >-
#     Lower startingDeadlineSeconds.
#   evidence:
#   - "pkg/controller/cronjob/utils.go: mostRecentScheduleTime"
package schedule.long_starting_deadline

import data.lib

violation contains lib.found(input.cron, "startingDeadlineSeconds", message) if {
	input.cron.runs.shortest > 0
	input.cron.startingDeadlineSeconds > 100 * input.cron.runs.shortest
	message := sprintf("%s has room for more than 100 runs: after a pause, the controller complains of too many missed times", [lib.duration(input.cron.startingDeadlineSeconds)])
}
