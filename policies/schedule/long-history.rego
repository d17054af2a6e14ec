# METADATA
# title: "A long history of Pods"
# description: >-
#   The CronJob keeps very many finished runs.
# custom:
#   severity: info
#   why: >-
#     Each run that is kept keeps its Pods: with restartPolicy Never up to one for each attempt. They burden
#     the API server, and count against quotas of objects.
#   fix: >-
#     Keep fewer runs, and the logs elsewhere.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#jobs-history-limits"
package schedule.long_history

import data.lib

violation contains lib.found(input.cron, field, message) if {
	some field in ["successfulJobsHistoryLimit", "failedJobsHistoryLimit"]
	input.cron[field] > data.parameters.schedule["long-history"].jobs
	message := sprintf("%d finished runs are kept, each with all its Pods", [input.cron[field]])
}
