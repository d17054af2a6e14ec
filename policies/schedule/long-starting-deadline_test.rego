package schedule.long_starting_deadline_test

import data.schedule.long_starting_deadline.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"startingDeadlineSeconds": 86400, "runs": {"shortest": 300}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"startingDeadlineSeconds": 3600, "runs": {"shortest": 300}}})
}
