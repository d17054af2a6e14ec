package retries.deadline_zero_test

import data.retries.deadline_zero.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"activeDeadlineSeconds": 0}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"activeDeadlineSeconds": 1}})
}

test_near if {
	count(violation) == 0 with input as testing.job({})
}
