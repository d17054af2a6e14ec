package lifecycle.suspended_test

import data.lifecycle.suspended.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"suspend": true}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"suspend": true}, "metadata": {"labels": {"kueue.x-k8s.io/queue-name": "batch"}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({})
}
