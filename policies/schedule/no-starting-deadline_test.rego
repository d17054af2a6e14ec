package schedule.no_starting_deadline_test

import data.schedule.no_starting_deadline.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"startingDeadlineSeconds": 600}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid"}})
}
