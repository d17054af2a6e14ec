# METADATA
# title: "Twice in the night when clocks go back"
# description: >-
#   A run is due in the hour that comes twice when summer time ends.
# custom:
#   severity: warning
#   since: "1.25"
#   why: >-
#     The schedule is about the clock on the wall of its time zone. When clocks go back, an hour of that night
#     comes twice, and a run in it is started twice.
#   fix: >-
#     Move the run out of that hour (04:00 is safe in Europe and America), or use the time zone Etc/UTC.
#   evidence:
#   - https://github.com/kubernetes/kubernetes/issues/121594
#   - https://github.com/robfig/cron/issues/12
package double_run.clocks_go_back

import data.lib

violation contains {"path": lib.path(input.cron, "schedule"), "message": message, "severity": severity} if {
	count(input.cron.runs.twice) > 0
	message := sprintf("in %s, clocks go back on %s, and a run of that night comes twice", [object.get(input.cron, "timeZone", "this time zone"), concat(", ", input.cron.runs.twice)])
}

# Every few hours it is one run more among many.
severity := "info" if {
	contains(input.cron.runs.fields.hour, "*")
} else := "warning"
