package retries.one_failure_ends_all_test

import data.retries.one_failure_ends_all.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"backoffLimit": 0, "parallelism": 4, "completions": 12}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"backoffLimit": 2, "parallelism": 4, "completions": 12}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"backoffLimit": 0}})
}

test_all_or_nothing if {
	some v in violation with input as testing.job({"job": {
		"backoffLimit": 0, "parallelism": 4, "completions": 4,
		"completionMode": "Indexed",
	}})
	v.severity == "info"
}
