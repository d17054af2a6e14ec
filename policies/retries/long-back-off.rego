# METADATA
# title: "Hours of waiting between retries"
# description: >-
#   With so many retries, the Job waits for more than an hour in all before it gives up.
# custom:
#   severity: info
#   why: >-
#     The wait before a retry doubles from 10 s to 10 minutes (6 before 1.28). From the eighth retry on, each
#     costs that long: a Job that cannot succeed is noticed late.
#   fix: >-
#     Lower backoffLimit, or bound the Job by activeDeadlineSeconds.
#   evidence:
#   - "pkg/controller/job/job_controller.go: MaxJobPodFailureBackOff"
package retries.long_back_off

import data.lib

violation contains lib.found(input.job, "backoffLimit", message) if {
	input.pod.restartPolicy == "Never"
	input.job.written.backoffLimit
	input.job.backoff.total > 3600
	not input.job.activeDeadlineSeconds
	message := sprintf("before it gives up, the Job waits for %d minutes in all between its retries", [floor(input.job.backoff.total / 60)])
}
