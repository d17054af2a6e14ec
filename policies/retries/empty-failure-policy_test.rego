package retries.empty_failure_policy_test

import data.retries.empty_failure_policy.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"podFailurePolicy": {"at": "p", "rules": []}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"podFailurePolicy": {"at": "p", "rules": [{"action": "Count"}]}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({})
}
