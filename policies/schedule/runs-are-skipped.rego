# METADATA
# title: "A run that lasts makes the next one miss"
# description: >-
#   concurrencyPolicy is Forbid, and a run may take longer than the time to the next one.
# custom:
#   severity: info
#   why: >-
#     While a run works, the next one is not started. activeDeadlineSeconds allows a run to last into it.
#   fix: >-
#     Lower activeDeadlineSeconds below the time between two runs, or run less often.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy"
package schedule.runs_are_skipped

import data.lib

violation contains lib.found(input.job, "activeDeadlineSeconds", message) if {
	input.cron.concurrencyPolicy == "Forbid"
	input.cron.runs.shortest > 0
	input.job.activeDeadlineSeconds > input.cron.runs.shortest
	message := sprintf("a run may take %s, but the next one is due after %s: it is then left out, or late", [lib.duration(input.job.activeDeadlineSeconds), lib.duration(input.cron.runs.shortest)])
}
