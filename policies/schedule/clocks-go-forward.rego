# METADATA
# title: "Left out in the night when clocks go forward"
# description: >-
#   A run is due in the hour that is left out when summer time begins.
# custom:
#   severity: warning
#   since: "1.25"
#   why: >-
#     The schedule is about the clock on the wall of its time zone. When clocks go forward, an hour of that
#     night does not exist, and a run in it is left out.
#   fix: >-
#     Move the run out of that hour (04:00 is safe in Europe and America), or use the time zone Etc/UTC.
#   evidence:
#   - https://github.com/kubernetes/kubernetes/issues/121594
#   - https://github.com/robfig/cron/issues/12
package schedule.clocks_go_forward

import data.lib

violation contains {"path": lib.path(input.cron, "schedule"), "message": message, "severity": severity} if {
	count(input.cron.runs.skipped) > 0
	message := sprintf("in %s, clocks go forward on %s, and the run of that night is left out", [object.get(input.cron, "timeZone", "this time zone"), concat(", ", input.cron.runs.skipped)])
}

# Every few hours it is one run fewer among many.
severity := "info" if {
	contains(input.cron.runs.fields.hour, "*")
} else := "warning"
