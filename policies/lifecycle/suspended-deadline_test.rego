package lifecycle.suspended_deadline_test

import data.lifecycle.suspended_deadline.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"suspend": true, "activeDeadlineSeconds": 600}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"activeDeadlineSeconds": 600}})
}
