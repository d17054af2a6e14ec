# METADATA
# title: "Runs that are created and never start"
# description: >-
#   The Jobs of the CronJob are created suspended, and no queue takes care of them.
# custom:
#   severity: error
#   why: >-
#     suspend: true in the jobTemplate is that of each Job, not of the CronJob: every run is made and waits for
#     ever. With concurrencyPolicy Forbid the first one blocks all others.
#   fix: >-
#     Move suspend to the spec of the CronJob to pause it, or remove it.
#   kind: CronJob
#   cel: >-
#     !has(variables.job.suspend) || !variables.job.suspend || variables.queued
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-suspension"
package schedule.runs_are_suspended

import data.lib

violation contains {"path": lib.path(input.job, "suspend"), "message": "each run is created suspended and never starts: to pause the CronJob, suspend belongs to spec", "fix": fix} if {
	input.kind == "CronJob"
	input.job.suspend
	not lib.queued
	fix := {
		"title": "move suspend to the CronJob",
		"safe": false,
		"edits": [lib.remove(input.job, "suspend"), lib.set(input.cron, "suspend", true)],
	}
}
