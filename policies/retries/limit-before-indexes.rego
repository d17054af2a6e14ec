# METADATA
# title: "The limit of all ends the Job before that of an index"
# description: >-
#   backoffLimit is lower than the retries that backoffLimitPerIndex promises to the indexes together.
# custom:
#   severity: warning
#   since: "1.28"
#   why: >-
#     Both limits hold. When the failures of all indexes together exceed backoffLimit, the whole Job fails,
#     however many retries an index still has.
#   fix: >-
#     Leave backoffLimit out: with backoffLimitPerIndex it has no bound by default.
#   cel: >-
#     !has(variables.job.backoffLimitPerIndex) || !has(variables.job.completions) || variables.backoffLimit ==
#     2147483647 || variables.backoffLimit >= variables.job.completions * variables.job.backoffLimitPerIndex
#   evidence:
#   - pkg/apis/batch/v1/defaults.go
#   - https://github.com/kubernetes/enhancements/tree/master/keps/sig-apps/3850-backoff-limits-per-index-for-indexed-jobs
package retries.limit_before_indexes

import data.lib

violation contains {"path": lib.path(input.job, "backoffLimit"), "message": message, "fix": fix} if {
	input.job.written.backoffLimit
	promised := input.job.completions * input.job.backoffLimitPerIndex
	input.job.backoffLimit < promised
	message := sprintf("backoffLimit ends the Job after %d failures, but %d indexes with %d retries each may have %d", [input.job.backoffLimit, input.job.completions, input.job.backoffLimitPerIndex, promised])
	fix := {"title": "remove backoffLimit", "safe": false, "edits": [lib.remove(input.job, "backoffLimit")]}
}
