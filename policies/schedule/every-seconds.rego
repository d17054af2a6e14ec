# METADATA
# title: "More often than once a minute"
# description: >-
#   @every has an interval of less than a minute.
# custom:
#   severity: warning
#   why: >-
#     The name of a Job ends with the minute for which it was made: of several runs in one minute only the
#     first is created, and the others are lost.
#   fix: >-
#     Use an interval of a minute or more; for less, a Deployment.
#   evidence:
#   - "pkg/controller/cronjob/utils.go: getJobName"
package schedule.every_seconds

import data.lib

violation contains lib.found(input.cron, "schedule", message) if {
	input.cron.runs.every > 0
	input.cron.runs.every < 60
	message := sprintf("every %s: only one Job a minute can be made, the other runs are lost", [lib.duration(input.cron.runs.every)])
}
