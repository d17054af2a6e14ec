package schedule.one_run_blocks_all_test

import data.schedule.one_run_blocks_all.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid"}, "job": {"activeDeadlineSeconds": 600}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({})
}
