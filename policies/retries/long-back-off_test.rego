package retries.long_back_off_test

import data.retries.long_back_off.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"written": {"backoffLimit": true}, "backoffLimit": 20, "backoff": {"total": 9030}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"written": {"backoffLimit": true}, "backoffLimit": 20, "activeDeadlineSeconds": 3600, "backoff": {"total": 9030}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"written": {"backoffLimit": true}}})
}
