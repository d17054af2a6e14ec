# METADATA
# title: "Runs that pile up"
# description: >-
#   The CronJob starts a run every few minutes, does not wait for the one before, and no deadline ends it in
#   time.
# custom:
#   severity: warning
#   why: >-
#     With concurrencyPolicy Allow, the default, each run is started whether the last one has ended or not. If
#     runs take longer than the time between them, for example because an image cannot be pulled, they pile up
#     until the cluster is full, and do the same work side by side.
#   fix: >-
#     Set concurrencyPolicy: Forbid, and an activeDeadlineSeconds below the time between two runs.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#concurrency-policy"
#   - https://github.com/kubernetes/kubernetes/issues/76570
package double_run.runs_pile_up

import data.lib

violation contains {"path": lib.path(input.cron, "concurrencyPolicy"), "message": message, "fix": fix} if {
	input.cron.concurrencyPolicy == "Allow"
	input.cron.runs.shortest > 0
	input.cron.runs.shortest <= data.parameters["double-run"]["runs-pile-up"].seconds
	not ends
	message := sprintf("a run starts every %s, whether the last one has ended or not: with concurrencyPolicy Allow they pile up", [lib.duration(input.cron.runs.shortest)])
	fix := {"title": "set concurrencyPolicy: Forbid", "safe": false, "edits": [lib.set(input.cron, "concurrencyPolicy", "Forbid")]}
}

ends if input.job.activeDeadlineSeconds <= input.cron.runs.shortest
