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

test_fix if {
	some v in violation with input as testing.job({"pod": {"activeDeadlineSeconds": 600}})
	v.fix
}

test_fix_with_retries if {
	some v in violation with input as testing.job({
		"job": {"written": {"backoffLimit": true}},
		"pod": {"activeDeadlineSeconds": 900},
	})
	v.fix
}

test_no_fix_that_hurts if {
	some v in violation with input as testing.job({"pod": {"activeDeadlineSeconds": 20}})
	not v.fix
}
