package retries.failed_indexes_run_on_test

import data.retries.failed_indexes_run_on.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"backoffLimitPerIndex": 1}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"backoffLimitPerIndex": 1, "maxFailedIndexes": 0, "written": {"maxFailedIndexes": true}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({})
}
