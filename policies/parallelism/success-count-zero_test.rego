package parallelism.success_count_zero_test

import data.parallelism.success_count_zero.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"successPolicy": {"at": "p", "rules": [{"at": "r", "succeededCount": 0}]}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"successPolicy": {"at": "p", "rules": [{"at": "r", "succeededCount": 1}]}}})
}
