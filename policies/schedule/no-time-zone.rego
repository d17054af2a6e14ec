# METADATA
# title: "The time zone of somebody else"
# description: >-
#   The schedule names an hour, and there is no timeZone.
# custom:
#   severity: info
#   since: "1.25"
#   why: >-
#     Without timeZone the schedule is about the clock of the kube-controller-manager: usually UTC, but whoever
#     runs the cluster decides.
#   fix: >-
#     Set timeZone, be it Etc/UTC.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#time-zones"
package schedule.no_time_zone

import data.lib

violation contains lib.found(input.cron, "timeZone", message) if {
	not input.cron.timeZone
	not contains(input.cron.schedule, "TZ=")
	not contains(input.cron.runs.fields.hour, "*")
	message := sprintf("hour %s is one of the time zone of the control plane, which is usually UTC: timeZone says which is meant", [input.cron.runs.fields.hour])
}
