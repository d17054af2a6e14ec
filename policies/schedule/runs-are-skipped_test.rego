package schedule.runs_are_skipped_test

import data.schedule.runs_are_skipped.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid", "runs": {"shortest": 300}}, "job": {"activeDeadlineSeconds": 600}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid", "runs": {"shortest": 3600}}, "job": {"activeDeadlineSeconds": 600}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"shortest": 300}}, "job": {"activeDeadlineSeconds": 600}})
}
