package schedule.every_is_no_clock_test

import data.schedule.every_is_no_clock.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"runs": {"every": 3600}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"every": 30}}})
}
