package retries.disruption_counts_test

import data.retries.disruption_counts.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"backoffLimit": 0}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"backoffLimit": 0, "podFailurePolicy": {"rules": [{"action": "Ignore", "conditions": [{"type": "DisruptionTarget", "status": "True"}]}]}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"backoffLimit": 1}})
}
