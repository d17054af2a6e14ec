# METADATA
# title: "A step that does not fit"
# description: >-
#   A step does not divide the hour or the day: the runs are not equally far apart.
# custom:
#   severity: warning
#   why: >-
#     */45 in the minutes is 0 and 45 of every hour, that is gaps of 45 and 15 minutes; */90 is once an hour.
#     Steps begin anew with each hour or day.
#   fix: >-
#     Take a step that divides 60 (or 24), or list the times.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax"
package schedule.uneven_step

import data.lib

violation contains lib.found(input.cron, "schedule", message) if {
	some [field, unit, size] in units
	text := input.cron.runs.fields[field]
	startswith(text, "*/")
	step := to_number(substring(text, 2, -1))
	step > 1
	size % step != 0
	message := sprintf("%s in the %ss does not divide %s: runs are between %s and %s apart", [text, field, unit, lib.duration(input.cron.runs.shortest), lib.duration(input.cron.runs.longest)])
}

# units are the fields with steps that start anew, what they start anew with, and how many there are.
units := [["minute", "an hour", 60], ["hour", "a day", 24]]
