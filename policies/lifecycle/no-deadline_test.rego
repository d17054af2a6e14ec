package lifecycle.no_deadline_test

import data.lifecycle.no_deadline.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"activeDeadlineSeconds": 600}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({})
}
