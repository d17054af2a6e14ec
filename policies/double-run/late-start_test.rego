package double_run.late_start_test

import data.double_run.late_start.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid", "startingDeadlineSeconds": 600}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({})
}
