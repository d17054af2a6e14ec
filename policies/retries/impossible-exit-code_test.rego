package retries.impossible_exit_code_test

import data.retries.impossible_exit_code.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{"at": "a", "action": "FailJob", "exitCodes": {"at": "c", "operator": "In", "values": [42, 256]}}]}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{"at": "a", "action": "FailJob", "exitCodes": {"at": "c", "operator": "In", "values": [42, 255]}}]}}})
}

test_negative if {
	count(violation) == 1 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{
		"at": "a", "action": "FailJob",
		"exitCodes": {"at": "c", "operator": "In", "values": [-1, 42]},
	}]}}})
}
