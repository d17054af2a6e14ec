package schedule.never_test

import data.schedule.never.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"schedule": "0 0 31 2 *", "runs": {"never": true}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({})
}
