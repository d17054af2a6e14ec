# METADATA
# title: "Sixty runs in place of one"
# description: >-
#   The minute is * and the hour is not: the CronJob runs every minute of that hour.
# custom:
#   severity: warning
#   why: >-
#     * 2 * * * is not "at two": it is 02:00, 02:01, and so on until 02:59.
#   fix: >-
#     Write a minute: 0 2 * * *.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax"
package schedule.every_minute_of_an_hour

import data.lib

violation contains lib.found(input.cron, "schedule", message) if {
	input.cron.runs.fields.minute == "*"
	not contains(input.cron.runs.fields.hour, "*")
	not contains(input.cron.runs.fields.hour, "-")
	message := sprintf("minute * means all 60 minutes of hour %s: for one run, write a minute, such as 0 %s * * *", [input.cron.runs.fields.hour, input.cron.runs.fields.hour])
}
