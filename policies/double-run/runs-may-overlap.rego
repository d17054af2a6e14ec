# METADATA
# title: "Runs may overlap"
# description: >-
#   The CronJob starts a run whether the last one has ended or not.
# custom:
#   severity: info
#   why: >-
#     concurrencyPolicy is Allow by default. A run that takes longer than usual does its work beside the next
#     one.
#   fix: >-
#     Set concurrencyPolicy: Forbid if two runs must not work at the same time.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy"
package double_run.runs_may_overlap

import data.lib

violation contains lib.found(input.cron, "concurrencyPolicy", message) if {
	input.cron.concurrencyPolicy == "Allow"
	input.cron.runs.shortest > data.parameters["double-run"]["runs-pile-up"].seconds
	not input.job.activeDeadlineSeconds
	message := sprintf("a run that takes longer than %s overlaps with the next one", [lib.duration(input.cron.runs.shortest)])
}
