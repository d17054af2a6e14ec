package schedule.stepped_day_test

import data.schedule.stepped_day.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"runs": {"eitherDay": true, "fields": {"dayOfMonth": "*/2", "dayOfWeek": "1"}}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"fields": {"dayOfMonth": "*/2", "dayOfWeek": "*"}}}})
}
