package double_run.runs_may_overlap_test

import data.double_run.runs_may_overlap.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid"}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"job": {"activeDeadlineSeconds": 3600}})
}
