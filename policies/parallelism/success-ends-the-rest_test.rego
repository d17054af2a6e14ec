package parallelism.success_ends_the_rest_test

import data.parallelism.success_ends_the_rest.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"successPolicy": {"at": "p", "rules": [{"succeededCount": 1}]}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({})
}
