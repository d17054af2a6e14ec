# METADATA
# title: "The deadline of the Pod comes too late"
# description: >-
#   activeDeadlineSeconds of the Pods is not below that of the Job.
# custom:
#   severity: info
#   why: >-
#     The deadline of the Job ends all its Pods. One of the Pods that is as long can never come first.
#   fix: >-
#     Leave the one in the template out, or make it shorter.
#   evidence:
#   - "pkg/controller/job/job_controller.go: pastActiveDeadline"
package retries.deadline_of_pod_too_late

import data.lib

violation contains {"path": lib.path(input.pod, "activeDeadlineSeconds"), "message": message, "fix": fix} if {
	input.pod.activeDeadlineSeconds >= input.job.activeDeadlineSeconds
	message := sprintf("the Job is ended after %s, before this deadline of its Pods (%s) can come", [lib.duration(input.job.activeDeadlineSeconds), lib.duration(input.pod.activeDeadlineSeconds)])
	fix := {"title": "remove it", "safe": true, "edits": [lib.remove(input.pod, "activeDeadlineSeconds")]}
}
