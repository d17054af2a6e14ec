# METADATA
# title: "Two ways of cleaning up"
# description: >-
#   The Jobs of the CronJob delete themselves, and the CronJob deletes old ones, too.
# custom:
#   severity: info
#   why: >-
#     ttlSecondsAfterFinished removes a Job when it is that old, however many the history limits would keep:
#     the logs of the last failure may be gone before anybody looks.
#   fix: >-
#     Choose one: the history limits keep the last runs, however long ago they were.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits"
#   - https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/
package schedule.ttl_before_history

import data.lib

violation contains {"path": lib.path(input.job, "ttlSecondsAfterFinished"), "message": message, "fix": fix} if {
	input.kind == "CronJob"
	input.job.ttlSecondsAfterFinished >= 0
	message := sprintf("runs are deleted %s after they have finished, whatever the history limits of the CronJob would keep", [lib.duration(input.job.ttlSecondsAfterFinished)])
	fix := {"title": "remove ttlSecondsAfterFinished", "safe": false, "edits": [lib.remove(input.job, "ttlSecondsAfterFinished")]}
}
