# METADATA
# title: "Replace does not wait"
# description: >-
#   concurrencyPolicy is Replace: the next run starts while the Pods of the last one are still ending.
# custom:
#   severity: info
#   why: >-
#     The CronJob controller deletes the old Job in the background and creates the new one at once. Until the
#     grace period of the old Pods is over, both work; what the old run had done so far is lost, and nothing in
#     the history tells of it.
#   fix: >-
#     Use concurrencyPolicy: Forbid with an activeDeadlineSeconds that ends a run before the next one.
#   evidence:
#   - "pkg/controller/cronjob/cronjob_controllerv2.go: syncCronJob"
#   - https://github.com/kubernetes/kubernetes/issues/30442
package double_run.replace_overlaps

import data.lib

violation contains lib.found(input.cron, "concurrencyPolicy", message) if {
	input.cron.concurrencyPolicy == "Replace"
	message := sprintf("a run that is replaced goes on beside the new one for up to %s, and leaves no trace in the history", [lib.duration(lib.grace_period)])
}
