# METADATA
# title: "@every does not follow the clock"
# description: >-
#   The schedule is @every: its times follow from when the CronJob was made.
# custom:
#   severity: info
#   why: >-
#     Runs come at an interval from the creation of the CronJob or its last run, at no certain minute, and move
#     when the CronJob is made anew.
#   fix: >-
#     Write five fields if the time of day matters.
#   evidence:
#   - "https://pkg.go.dev/github.com/robfig/cron/v3#hdr-Intervals"
package schedule.every_is_no_clock

import data.lib

violation contains lib.found(input.cron, "schedule", message) if {
	input.cron.runs.every >= 60
	message := sprintf("every %s counts from the creation of the CronJob, or its last run: the time of day is left to chance", [lib.duration(input.cron.runs.every)])
}
