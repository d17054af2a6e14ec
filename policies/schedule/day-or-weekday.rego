# METADATA
# title: "Either day is enough"
# description: >-
#   The schedule names days of the month and days of the week: it comes on both.
# custom:
#   severity: warning
#   why: >-
#     When both fields are restricted, cron takes either: 0 0 13 * 5 is midnight of every 13th and of every
#     Friday, not of Friday the 13th.
#   fix: >-
#     Restrict one of them, and let the script look at the other.
#   evidence:
#   - https://github.com/kubernetes/kubernetes/issues/125610
#   - https://github.com/robfig/cron/issues/358
package schedule.day_or_weekday

import data.lib

violation contains lib.found(input.cron, "schedule", message) if {
	input.cron.runs.eitherDay
	not stepped
	message := sprintf("it runs on day of month %s and, besides, on day of week %s: either of them is enough", [input.cron.runs.fields.dayOfMonth, input.cron.runs.fields.dayOfWeek])
}

# schedule/stepped-day is about these.
stepped if {
	some field in [input.cron.runs.fields.dayOfMonth, input.cron.runs.fields.dayOfWeek]
	startswith(field, "*/")
}
