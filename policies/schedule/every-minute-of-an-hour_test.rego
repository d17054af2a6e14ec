package schedule.every_minute_of_an_hour_test

import data.schedule.every_minute_of_an_hour.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"runs": {"fields": {"minute": "*", "hour": "2"}}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"fields": {"minute": "0", "hour": "2"}}}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"fields": {"minute": "*", "hour": "8-18"}}}})
}
