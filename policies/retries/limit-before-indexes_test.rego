package retries.limit_before_indexes_test

import data.retries.limit_before_indexes.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"written": {"backoffLimit": true}, "completions": 10, "backoffLimitPerIndex": 2}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"completions": 10, "backoffLimitPerIndex": 2, "backoffLimit": 2147483647}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"written": {"backoffLimit": true}, "completions": 3, "backoffLimitPerIndex": 2}})
}
