package schedule.suspended_test

import data.schedule.suspended.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"suspend": true}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({})
}
