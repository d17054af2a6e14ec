# METADATA
# title: "Too late before it can be on time"
# description: >-
#   startingDeadlineSeconds is so short that a run may be taken for late when it is not.
# custom:
#   severity: warning
#   why: >-
#     The CronJob controller looks every 10 seconds, and later when it has much to do. A run that it comes
#     across after startingDeadlineSeconds is left out.
#   fix: >-
#     Set startingDeadlineSeconds to a minute or more.
#   kind: CronJob
#   cel: >-
#     !has(object.spec.startingDeadlineSeconds) || object.spec.startingDeadlineSeconds >= {seconds}
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#starting-deadline"
package schedule.short_starting_deadline

import data.lib

violation contains {"path": lib.path(input.cron, "startingDeadlineSeconds"), "message": message, "fix": fix} if {
	input.cron.startingDeadlineSeconds < data.parameters.schedule["short-starting-deadline"].seconds
	message := sprintf("startingDeadlineSeconds is %d: the controller looks every 10 seconds, and leaves out a run that it sees later than that", [input.cron.startingDeadlineSeconds])
	fix := {"title": "set startingDeadlineSeconds: 60", "safe": false, "edits": [lib.set(input.cron, "startingDeadlineSeconds", 60)]}
}
