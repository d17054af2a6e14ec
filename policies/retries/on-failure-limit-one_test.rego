package retries.on_failure_limit_one_test

import data.retries.on_failure_limit_one.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"backoffLimit": 1}, "pod": {"restartPolicy": "OnFailure"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"backoffLimit": 2}, "pod": {"restartPolicy": "OnFailure"}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"backoffLimit": 1}})
}
