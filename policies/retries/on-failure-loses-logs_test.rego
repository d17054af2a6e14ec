package retries.on_failure_loses_logs_test

import data.retries.on_failure_loses_logs.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"pod": {"restartPolicy": "OnFailure"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({})
}
