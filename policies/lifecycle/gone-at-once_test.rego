package lifecycle.gone_at_once_test

import data.lifecycle.gone_at_once.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"ttlSecondsAfterFinished": 0}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"ttlSecondsAfterFinished": 300}})
}

test_near if {
	count(violation) == 0 with input as testing.job({})
}
