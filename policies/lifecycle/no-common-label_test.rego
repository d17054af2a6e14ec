package lifecycle.no_common_label_test

import data.lifecycle.no_common_label.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"pod": {"labels": {"app": "backup"}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({})
}
