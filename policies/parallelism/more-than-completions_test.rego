package parallelism.more_than_completions_test

import data.parallelism.more_than_completions.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"parallelism": 10, "completions": 2}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"parallelism": 2, "completions": 2}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"parallelism": 2, "completions": 10}})
}
