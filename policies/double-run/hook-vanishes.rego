# METADATA
# title: "A hook that vanishes before it is seen"
# description: >-
#   The Job is a hook of Helm or Argo CD and deletes itself at once, or nearly so.
# custom:
#   severity: warning
#   why: >-
#     Whoever waits for the hook looks at the Job. If it is gone before it was seen to be complete, the wait
#     hangs until it times out, and the release fails or is started again.
#   fix: >-
#     Leave ttlSecondsAfterFinished to the tool: a hook delete policy (before-hook-creation, hook-succeeded)
#     removes the Job when it has been seen.
#   evidence:
#   - https://github.com/argoproj/argo-cd/issues/21055
#   - https://github.com/envoyproxy/gateway/issues/3156
package double_run.hook_vanishes

import data.lib

violation contains {"path": lib.path(input.job, "ttlSecondsAfterFinished"), "message": message, "fix": fix} if {
	lib.hook
	input.job.ttlSecondsAfterFinished < data.parameters["double-run"]["hook-vanishes"].seconds
	message := sprintf("the Job is deleted %s after it has finished: the tool whose hook it is may never see that it has", [lib.duration(input.job.ttlSecondsAfterFinished)])
	fix := {"title": "remove ttlSecondsAfterFinished", "safe": false, "edits": [lib.remove(input.job, "ttlSecondsAfterFinished")]}
}
