# METADATA
# title: "Every few days, but not at the end of a month"
# description: >-
#   A step in the days of the month begins anew with each month.
# custom:
#   severity: info
#   why: >-
#     */2 is the 1st, 3rd, ... and 31st; the next day is the 1st again. There is no schedule for every second
#     day.
#   fix: >-
#     Run daily and let the script count, or accept the short gap.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax"
package schedule.uneven_days

import data.lib

violation contains lib.found(input.cron, "schedule", message) if {
	startswith(input.cron.runs.fields.dayOfMonth, "*/")
	not input.cron.runs.eitherDay
	message := sprintf("%s begins anew with each month: runs are between %s and %s apart", [input.cron.runs.fields.dayOfMonth, lib.duration(input.cron.runs.shortest), lib.duration(input.cron.runs.longest)])
}
