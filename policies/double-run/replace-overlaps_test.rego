package double_run.replace_overlaps_test

import data.double_run.replace_overlaps.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"concurrencyPolicy": "Replace"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"concurrencyPolicy": "Forbid"}})
}
