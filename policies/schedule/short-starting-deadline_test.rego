package schedule.short_starting_deadline_test

import data.schedule.short_starting_deadline.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"startingDeadlineSeconds": 5}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"startingDeadlineSeconds": 60}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({})
}
