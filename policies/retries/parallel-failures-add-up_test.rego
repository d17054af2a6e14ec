package retries.parallel_failures_add_up_test

import data.retries.parallel_failures_add_up.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"parallelism": 8, "completions": 80}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"parallelism": 8, "completions": 80, "backoffLimitPerIndex": 2}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"parallelism": 2}})
}
