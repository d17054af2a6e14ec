package double_run.replace_too_often_test

import data.double_run.replace_too_often.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"concurrencyPolicy": "Replace", "runs": {"shortest": 60}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"concurrencyPolicy": "Replace", "runs": {"shortest": 3600}}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid", "runs": {"shortest": 60}}})
}
