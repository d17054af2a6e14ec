package parallelism.many_at_once_test

import data.parallelism.many_at_once.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"parallelism": 800, "completions": 1000}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"parallelism": 100, "completions": 1000}})
}
