# METADATA
# title: "A run may last into the next one"
# description: >-
#   activeDeadlineSeconds is longer than the time between two runs of the CronJob, and runs may overlap.
# custom:
#   severity: warning
#   why: >-
#     With concurrencyPolicy Allow the next run starts beside one that the deadline has not ended yet.
#   fix: >-
#     Lower activeDeadlineSeconds below the time between two runs, or set concurrencyPolicy: Forbid.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy"
package double_run.deadline_longer_than_interval

import data.lib

violation contains lib.found(input.job, "activeDeadlineSeconds", message) if {
	input.cron.concurrencyPolicy == "Allow"
	input.cron.runs.shortest > data.parameters["double-run"]["runs-pile-up"].seconds
	input.job.activeDeadlineSeconds > input.cron.runs.shortest
	message := sprintf("a run may take %s, but the next one starts after %s: with concurrencyPolicy Allow they overlap", [lib.duration(input.job.activeDeadlineSeconds), lib.duration(input.cron.runs.shortest)])
}
