package double_run.replaced_while_ending_test

import data.double_run.replaced_while_ending.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"podReplacementPolicy": "Failed"}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"pod": {"terminationGracePeriodSeconds": 300}})
}
