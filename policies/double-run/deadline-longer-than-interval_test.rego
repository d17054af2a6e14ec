package double_run.deadline_longer_than_interval_test

import data.double_run.deadline_longer_than_interval.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"job": {"activeDeadlineSeconds": 90000}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"job": {"activeDeadlineSeconds": 3600}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid"}, "job": {"activeDeadlineSeconds": 90000}})
}
