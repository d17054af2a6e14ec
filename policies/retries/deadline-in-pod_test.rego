package retries.deadline_in_pod_test

import data.retries.deadline_in_pod.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"pod": {"activeDeadlineSeconds": 600}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"activeDeadlineSeconds": 600}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"pod": {"activeDeadlineSeconds": 600}, "job": {"activeDeadlineSeconds": 3600}})
}
