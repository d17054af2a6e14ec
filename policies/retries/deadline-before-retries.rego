# METADATA
# title: "The deadline comes before the retries"
# description: >-
#   activeDeadlineSeconds is not even long enough for the waiting between the retries that backoffLimit
#   allows.
# custom:
#   severity: warning
#   why: >-
#     Before the nth retry Kubernetes waits 10 s × 2^(n-1), at most 10 minutes (6 before 1.28): for the default
#     backoffLimit of 6 that is 630 s of waiting alone. When activeDeadlineSeconds is over, the Job fails with
#     DeadlineExceeded, and the retries that are left never come.
#   fix: >-
#     Raise activeDeadlineSeconds above the waiting and the time of all attempts, or lower backoffLimit to what
#     fits.
#   evidence:
#   - "pkg/controller/job/backoff_utils.go: getRemainingTimeForFailuresCount"
#   - https://github.com/kubernetes/website/pull/54415
package retries.deadline_before_retries

import data.lib

violation contains {"path": lib.path(input.job, "activeDeadlineSeconds"), "message": message, "severity": severity} if {
	input.pod.restartPolicy == "Never"
	input.job.activeDeadlineSeconds > 0
	input.job.backoffLimit > 0
	input.job.activeDeadlineSeconds <= input.job.backoff.total
	message := sprintf("the waiting before %d retries alone takes %s, but the Job is ended after %s: the last of them never come", [retries, lib.duration(input.job.backoff.total), lib.duration(input.job.activeDeadlineSeconds)])
}

retries := object.get(input.job, "backoffLimitPerIndex", input.job.backoffLimit)

# Who has not thought of a backoffLimit has not been promised its retries.
severity := "warning" if {
	some name in ["backoffLimit", "backoffLimitPerIndex"]
	input.job.written[name]
} else := "info"
