package retries.unknown_condition_test

import data.retries.unknown_condition.violation
import data.testing

test_bad_1 if {
	count(violation) == 1 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{"at": "a", "action": "Ignore", "conditions": [{"at": "c", "type": "DisruptionTargets", "status": "True"}]}]}}})
}

test_bad_2 if {
	count(violation) == 1 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{"at": "a", "action": "FailJob", "conditions": [{"at": "c", "type": "ConfigIssue", "status": "True"}]}]}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{"at": "a", "action": "Ignore", "conditions": [{"at": "c", "type": "DisruptionTarget", "status": "True"}]}]}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{"at": "a", "action": "Ignore", "conditions": [{"at": "c", "type": "example.com/Broken", "status": "True"}]}]}}})
}
