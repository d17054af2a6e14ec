package retries.all_indexes_may_fail_test

import data.retries.all_indexes_may_fail.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"completions": 10, "maxFailedIndexes": 10}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"completions": 10, "maxFailedIndexes": 3}})
}
