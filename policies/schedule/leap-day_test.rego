package schedule.leap_day_test

import data.schedule.leap_day.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"schedule": "0 0 29 2 *", "runs": {"fields": {"dayOfMonth": "29", "month": "2", "dayOfWeek": "*"}}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"schedule": "0 0 28 2 *", "runs": {"fields": {"dayOfMonth": "28", "month": "2", "dayOfWeek": "*"}}}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"schedule": "0 0 29 2 1", "runs": {"fields": {"dayOfMonth": "29", "month": "2", "dayOfWeek": "1"}}}})
}
