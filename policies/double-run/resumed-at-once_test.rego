package double_run.resumed_at_once_test

import data.double_run.resumed_at_once.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"suspend": true}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"suspend": true, "startingDeadlineSeconds": 600}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({})
}
