package double_run.forbid_is_no_lock_test

import data.double_run.forbid_is_no_lock.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"concurrencyPolicy": "Replace"}})
}
