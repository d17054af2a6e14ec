package parallelism.no_completions_test

import data.parallelism.no_completions.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"completions": 0}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"completions": 1}})
}
