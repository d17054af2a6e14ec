# METADATA
# title: "A Job that is bound to fail runs on"
# description: >-
#   backoffLimitPerIndex is set without maxFailedIndexes: when an index has failed for good, all others are
#   still done.
# custom:
#   severity: info
#   since: "1.28"
#   why: >-
#     A Job with a failed index fails, but only at the end. Without maxFailedIndexes it does all other indexes
#     first, which may be what is wanted, or hours of work for nothing.
#   fix: >-
#     Set maxFailedIndexes to how many failed indexes are worth going on with; 0 ends the Job at the first.
#   evidence:
#   - https://github.com/kubernetes/enhancements/tree/master/keps/sig-apps/3850-backoff-limits-per-index-for-indexed-jobs
package retries.failed_indexes_run_on

import data.lib

violation contains lib.found(input.job, "backoffLimitPerIndex", "when an index fails for good, the Job is bound to fail, but goes on with all others: maxFailedIndexes says when to stop") if {
	input.job.backoffLimitPerIndex
	not input.job.written.maxFailedIndexes
}
