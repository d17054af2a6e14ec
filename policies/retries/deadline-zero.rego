# METADATA
# title: "A Job that fails at once"
# description: >-
#   activeDeadlineSeconds is 0.
# custom:
#   severity: error
#   why: >-
#     The API server takes 0, and the Job controller ends the Job as soon as it starts: it fails with
#     DeadlineExceeded without having done anything.
#   fix: >-
#     Set the seconds that the Job may take, or leave the field out for no deadline.
#   cel: >-
#     !has(variables.job.activeDeadlineSeconds) || variables.job.activeDeadlineSeconds != 0
#   evidence:
#   - "pkg/controller/job/job_controller.go: pastActiveDeadline"
package retries.deadline_zero

import data.lib

violation contains {"path": lib.path(input.job, "activeDeadlineSeconds"), "message": "activeDeadlineSeconds is 0: the Job fails as soon as it starts", "fix": fix} if {
	input.job.activeDeadlineSeconds == 0
	fix := {"title": "remove it: no deadline", "safe": false, "edits": [lib.remove(input.job, "activeDeadlineSeconds")]}
}
