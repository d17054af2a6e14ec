package parallelism.same_work_test

import data.parallelism.same_work.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"completions": 5}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"completions": 5, "completionMode": "Indexed"}})
}

test_near if {
	count(violation) == 0 with input as testing.job({})
}
