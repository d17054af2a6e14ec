package schedule.day_or_weekday_test

import data.schedule.day_or_weekday.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"runs": {"eitherDay": true, "fields": {"dayOfMonth": "13", "dayOfWeek": "5"}}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"fields": {"dayOfMonth": "13", "dayOfWeek": "*"}}}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"eitherDay": true, "fields": {"dayOfMonth": "*/2", "dayOfWeek": "5"}}}})
}
