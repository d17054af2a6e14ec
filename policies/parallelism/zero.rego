# METADATA
# title: "A Job that never starts"
# description: >-
#   parallelism is 0.
# custom:
#   severity: warning
#   why: >-
#     With parallelism 0 no Pod is made, and the Job is neither complete nor failed: it stays as it is, without
#     a word about why.
#   fix: >-
#     To hold a Job back, set suspend: true, which shows in its status; to run it, set parallelism to 1 or
#     more.
#   cel: >-
#     variables.parallelism != 0
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#controlling-parallelism"
package parallelism.zero

import data.lib

violation contains {"path": lib.path(input.job, "parallelism"), "message": "parallelism is 0: no Pod starts, and the Job never ends; suspend: true holds a Job back and shows it", "fix": fix} if {
	input.job.parallelism == 0
	fix := {"title": "set suspend: true in its place", "safe": false, "edits": [lib.remove(input.job, "parallelism"), lib.set(input.job, "suspend", true)]}
}
