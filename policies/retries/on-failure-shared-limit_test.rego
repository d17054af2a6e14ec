package retries.on_failure_shared_limit_test

import data.retries.on_failure_shared_limit.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"parallelism": 10, "completions": 10}, "pod": {"restartPolicy": "OnFailure"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"parallelism": 10, "completions": 10, "backoffLimit": 40}, "pod": {"restartPolicy": "OnFailure"}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"parallelism": 10, "completions": 10}})
}
