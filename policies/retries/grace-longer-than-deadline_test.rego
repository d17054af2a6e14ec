package retries.grace_longer_than_deadline_test

import data.retries.grace_longer_than_deadline.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"pod": {"written": {"terminationGracePeriodSeconds": true}, "terminationGracePeriodSeconds": 600}, "job": {"activeDeadlineSeconds": 300}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"pod": {"written": {"terminationGracePeriodSeconds": true}, "terminationGracePeriodSeconds": 60}, "job": {"activeDeadlineSeconds": 300}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"activeDeadlineSeconds": 20}})
}
