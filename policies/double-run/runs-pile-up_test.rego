package double_run.runs_pile_up_test

import data.double_run.runs_pile_up.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"runs": {"shortest": 300}}})
}

test_fixed_1 if {
	count(violation) == 0 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid", "runs": {"shortest": 300}}})
}

test_fixed_2 if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"shortest": 300}}, "job": {"activeDeadlineSeconds": 240}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"shortest": 900}}})
}
