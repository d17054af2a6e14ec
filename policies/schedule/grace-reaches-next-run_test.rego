package schedule.grace_reaches_next_run_test

import data.schedule.grace_reaches_next_run.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"runs": {"shortest": 300}}, "pod": {"written": {"terminationGracePeriodSeconds": true}, "terminationGracePeriodSeconds": 600}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"shortest": 3600}}, "pod": {"written": {"terminationGracePeriodSeconds": true}, "terminationGracePeriodSeconds": 600}})
}
