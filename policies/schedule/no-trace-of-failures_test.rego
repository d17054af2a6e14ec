package schedule.no_trace_of_failures_test

import data.schedule.no_trace_of_failures.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"failedJobsHistoryLimit": 0}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"failedJobsHistoryLimit": 1}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"successfulJobsHistoryLimit": 0}})
}
