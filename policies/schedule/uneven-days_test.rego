package schedule.uneven_days_test

import data.schedule.uneven_days.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"runs": {"fields": {"dayOfMonth": "*/2"}}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"eitherDay": true, "fields": {"dayOfMonth": "*/2", "dayOfWeek": "1"}}}})
}
