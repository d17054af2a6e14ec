package schedule.every_minute_test

import data.schedule.every_minute.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"runs": {"shortest": 60, "longest": 60}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"shortest": 300, "longest": 300}}})
}
