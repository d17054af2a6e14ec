package schedule.uneven_step_test

import data.schedule.uneven_step.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"runs": {"fields": {"minute": "*/45", "hour": "*"}}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"fields": {"minute": "*/15", "hour": "*"}}}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"fields": {"minute": "0", "hour": "*/6"}}}})
}
