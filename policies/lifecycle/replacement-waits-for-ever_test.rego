package lifecycle.replacement_waits_for_ever_test

import data.lifecycle.replacement_waits_for_ever.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"podReplacementPolicy": "Failed"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"podReplacementPolicy": "Failed", "activeDeadlineSeconds": 600}})
}

test_near if {
	count(violation) == 0 with input as testing.job({})
}
