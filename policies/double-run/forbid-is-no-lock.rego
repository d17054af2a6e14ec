# METADATA
# title: "Forbid is no lock"
# description: >-
#   concurrencyPolicy: Forbid keeps the CronJob from starting two runs, and nobody else.
# custom:
#   severity: info
#   why: >-
#     A Job that a person makes of the CronJob (kubectl create job --from) is not counted, nor are other
#     CronJobs with the same work; a controller that works from an old state may start one too many.
#   fix: >-
#     Where two runs at once would do harm, let the program take a lock.
#   evidence:
#   - pkg/controller/cronjob/cronjob_controllerv2.go
#   - https://github.com/kubernetes/kubernetes/issues/115335
package double_run.forbid_is_no_lock

import data.lib

violation contains lib.found(input.cron, "concurrencyPolicy", "Forbid keeps this CronJob from starting two runs, but not a person or another CronJob: it is no lock") if {
	input.cron.concurrencyPolicy == "Forbid"
}
