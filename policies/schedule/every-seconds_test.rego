package schedule.every_seconds_test

import data.schedule.every_seconds.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"runs": {"every": 30}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"every": 60}}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({})
}
