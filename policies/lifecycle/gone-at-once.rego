# METADATA
# title: "Gone before anybody can look"
# description: >-
#   ttlSecondsAfterFinished is 0: the Job and its logs are deleted as soon as it has finished.
# custom:
#   severity: warning
#   why: >-
#     Whether the Job has succeeded or failed, and why, cannot be seen any more; kubectl wait may miss its end.
#   fix: >-
#     Keep it for some minutes at least.
#   cel: >-
#     !has(variables.job.ttlSecondsAfterFinished) || variables.job.ttlSecondsAfterFinished != 0 || variables.hook
#   evidence:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/
package lifecycle.gone_at_once

import data.lib

violation contains {"path": lib.path(input.job, "ttlSecondsAfterFinished"), "message": "the Job and its logs are deleted as soon as it has finished, also when it has failed", "fix": fix} if {
	input.job.ttlSecondsAfterFinished == 0
	not lib.hook
	fix := {"title": "keep it for an hour", "safe": false, "edits": [lib.set(input.job, "ttlSecondsAfterFinished", 3600)]}
}
