package retries.deadline_before_retries_test

import data.retries.deadline_before_retries.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"activeDeadlineSeconds": 600}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"activeDeadlineSeconds": 3600}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"activeDeadlineSeconds": 600}, "pod": {"restartPolicy": "OnFailure"}})
}

test_limit_that_was_asked_for if {
	some v in violation with input as testing.job({"job": {"activeDeadlineSeconds": 600, "written": {"backoffLimit": true}}})
	v.severity == "warning"
}
