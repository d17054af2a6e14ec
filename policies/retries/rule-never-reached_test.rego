package retries.rule_never_reached_test

import data.retries.rule_never_reached.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{"at": "a", "action": "FailJob", "exitCodes": {"operator": "NotIn", "values": [1]}}, {"at": "b", "action": "Ignore", "conditions": [{"type": "DisruptionTarget"}]}]}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{"at": "b", "action": "Ignore", "conditions": [{"type": "DisruptionTarget"}]}, {"at": "a", "action": "FailJob", "exitCodes": {"operator": "NotIn", "values": [1]}}]}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{"at": "a", "action": "FailJob", "exitCodes": {"operator": "In", "values": [42]}}, {"at": "b", "action": "Ignore", "conditions": [{"type": "DisruptionTarget"}]}]}}})
}
