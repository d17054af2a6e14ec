package schedule.on_the_hour_test

import data.schedule.on_the_hour.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"runs": {"fields": {"minute": "0"}}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"fields": {"minute": "17"}}}})
}
