package schedule.runs_are_suspended_test

import data.schedule.runs_are_suspended.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"job": {"suspend": true}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"suspend": true}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"job": {"suspend": true}, "jobMetadata": {"labels": {"kueue.x-k8s.io/queue-name": "batch"}}})
}
