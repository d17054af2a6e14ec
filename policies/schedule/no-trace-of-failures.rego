# METADATA
# title: "Failed runs leave no trace"
# description: >-
#   failedJobsHistoryLimit is 0.
# custom:
#   severity: warning
#   why: >-
#     A failed run is deleted as soon as it is seen, with its Pods and logs: that and why it failed cannot be
#     found out.
#   fix: >-
#     Keep one at least.
#   kind: CronJob
#   cel: >-
#     !has(object.spec.failedJobsHistoryLimit) || object.spec.failedJobsHistoryLimit != 0
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits"
package schedule.no_trace_of_failures

import data.lib

violation contains {"path": lib.path(input.cron, "failedJobsHistoryLimit"), "message": "a failed run is deleted at once, with its Pods and logs: nothing tells that it failed", "fix": fix} if {
	input.cron.failedJobsHistoryLimit == 0
	fix := {"title": "keep the last failed run", "safe": false, "edits": [lib.set(input.cron, "failedJobsHistoryLimit", 1)]}
}
