package retries.ignored_without_end_test

import data.retries.ignored_without_end.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{"at": "r", "action": "Ignore", "exitCodes": {"operator": "In", "values": [42]}}]}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"activeDeadlineSeconds": 600, "podFailurePolicy": {"rules": [{"at": "r", "action": "Ignore", "exitCodes": {"operator": "In", "values": [42]}}]}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{"at": "r", "action": "Ignore", "conditions": [{"type": "DisruptionTarget"}]}]}}})
}
