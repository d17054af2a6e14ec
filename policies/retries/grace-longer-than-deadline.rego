# METADATA
# title: "Longer to end than to run"
# description: >-
#   terminationGracePeriodSeconds is at least as long as activeDeadlineSeconds.
# custom:
#   severity: warning
#   why: >-
#     When the deadline is over, the Pods get SIGTERM and may go on for the grace period. The Job takes up to
#     twice its deadline or more, and counts as running all the while.
#   fix: >-
#     Lower terminationGracePeriodSeconds to what the program needs to clean up.
#   evidence:
#   - "pkg/controller/job/job_controller.go: deleteActivePods"
package retries.grace_longer_than_deadline

import data.lib

violation contains lib.found(input.pod, "terminationGracePeriodSeconds", message) if {
	input.pod.written.terminationGracePeriodSeconds
	input.job.activeDeadlineSeconds > 0
	input.pod.terminationGracePeriodSeconds >= input.job.activeDeadlineSeconds
	message := sprintf("the Job is ended after %s, but its Pods then have %s to end", [lib.duration(input.job.activeDeadlineSeconds), lib.duration(input.pod.terminationGracePeriodSeconds)])
}
