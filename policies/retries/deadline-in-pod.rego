# METADATA
# title: "A deadline for each attempt, none for the Job"
# description: >-
#   activeDeadlineSeconds stands in the template of the Pods, and not in the spec of the Job.
# custom:
#   severity: warning
#   why: >-
#     In the template it ends each Pod, which counts as a failure and is retried: the work may take that long
#     as many times as there are attempts, with the back-off between them. The Job itself has no deadline.
#   fix: >-
#     Move it to the spec of the Job; keep one in the template only if single attempts are to be cut off as
#     well.
#   cel: >-
#     !has(variables.pod.activeDeadlineSeconds) || has(variables.job.activeDeadlineSeconds)
#   evidence:
#   - https://github.com/kubernetes/kubernetes/issues/111948
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#job-termination-and-cleanup"
package retries.deadline_in_pod

import data.lib

violation contains {"path": lib.path(input.pod, "activeDeadlineSeconds"), "message": message, "fix": fix} if {
	alone
	fits
	fix := {
		"title": sprintf("move it to %s", [input.job.at]),
		"safe": false,
		"edits": [lib.remove(input.pod, "activeDeadlineSeconds"), lib.set(input.job, "activeDeadlineSeconds", input.pod.activeDeadlineSeconds)],
	}
}

violation contains lib.found(input.pod, "activeDeadlineSeconds", message) if {
	alone
	not fits
}

alone if {
	input.pod.activeDeadlineSeconds
	not input.job.activeDeadlineSeconds
}

# As a deadline of the Job, it is neither shorter than the grace period nor than the waiting before retries.
fits if {
	input.pod.activeDeadlineSeconds > input.pod.terminationGracePeriodSeconds
	input.pod.activeDeadlineSeconds > input.job.backoff.total
}

fits if {
	input.pod.activeDeadlineSeconds > input.pod.terminationGracePeriodSeconds
	not input.job.written.backoffLimit
	not input.job.written.backoffLimitPerIndex
}

message := sprintf("activeDeadlineSeconds in the template ends each attempt after %s, and the Job then retries: one for the Job belongs to %s", [lib.duration(input.pod.activeDeadlineSeconds), input.job.at])
