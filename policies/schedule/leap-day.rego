# METADATA
# title: "Every four years"
# description: >-
#   The only day that fits the schedule is 29 February.
# custom:
#   severity: warning
#   why: >-
#     The CronJob runs in leap years only.
#   fix: >-
#     Name another day if the run is meant for every year.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax"
package schedule.leap_day

import data.lib

violation contains lib.found(input.cron, "schedule", message) if {
	input.cron.runs.fields.dayOfMonth == "29"
	input.cron.runs.fields.month in {"2", "feb", "FEB", "Feb"}
	input.cron.runs.fields.dayOfWeek in {"*", "?"}
	message := sprintf("schedule %q comes on 29 February only: every four years", [input.cron.schedule])
}
