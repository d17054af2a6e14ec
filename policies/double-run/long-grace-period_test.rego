package double_run.long_grace_period_test

import data.double_run.long_grace_period.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"pod": {"terminationGracePeriodSeconds": 300}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"podReplacementPolicy": "Failed"}, "pod": {"terminationGracePeriodSeconds": 300}})
}

test_near if {
	count(violation) == 0 with input as testing.job({})
}
