# METADATA
# title: "A bound that is never reached"
# description: >-
#   maxFailedIndexes is as high as completions.
# custom:
#   severity: info
#   since: "1.28"
#   why: >-
#     The Job is ended when more indexes than maxFailedIndexes have failed. There are no more than completions.
#   fix: >-
#     Lower maxFailedIndexes, or leave it out.
#   evidence:
#   - pkg/controller/job/indexed_job_utils.go
package retries.all_indexes_may_fail

import data.lib

violation contains lib.found(input.job, "maxFailedIndexes", message) if {
	input.job.maxFailedIndexes == input.job.completions
	message := sprintf("maxFailedIndexes is %d, and there are %d indexes: it never ends the Job", [input.job.maxFailedIndexes, input.job.completions])
}
