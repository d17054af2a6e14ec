package schedule.ttl_before_history_test

import data.schedule.ttl_before_history.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"job": {"ttlSecondsAfterFinished": 600}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"ttlSecondsAfterFinished": 600}})
}
