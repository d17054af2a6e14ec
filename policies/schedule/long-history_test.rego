package schedule.long_history_test

import data.schedule.long_history.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"failedJobsHistoryLimit": 100}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"failedJobsHistoryLimit": 10}})
}
