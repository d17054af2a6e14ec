# METADATA
# title: "Runs are replaced before they can end"
# description: >-
#   concurrencyPolicy is Replace, and the next run comes so soon that few can end.
# custom:
#   severity: warning
#   why: >-
#     Each run that still works when the next one is due is deleted. With a minute between them, the start of a
#     Pod alone may take that long: it can be that no run ever ends.
#   fix: >-
#     Run less often, or use concurrencyPolicy: Forbid.
#   evidence:
#   - "pkg/controller/cronjob/cronjob_controllerv2.go: syncCronJob"
package double_run.replace_too_often

import data.lib

violation contains lib.found(input.cron, "concurrencyPolicy", message) if {
	input.cron.concurrencyPolicy == "Replace"
	input.cron.runs.shortest > 0
	input.cron.runs.shortest <= data.parameters["double-run"]["replace-too-often"].seconds
	message := sprintf("a run that has not ended after %s is deleted for the next one: it may be that none ever ends", [lib.duration(input.cron.runs.shortest)])
}
