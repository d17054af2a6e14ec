package double_run.may_run_twice_test

import data.double_run.may_run_twice.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"kind": "fixed completions", "completions": 3}})
}
