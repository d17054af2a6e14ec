package parallelism.zero_test

import data.parallelism.zero.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"parallelism": 0}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"suspend": true}})
}
