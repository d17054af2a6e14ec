package double_run.hook_vanishes_test

import data.double_run.hook_vanishes.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"metadata": {"annotations": {"helm.sh/hook": "pre-upgrade"}}, "job": {"ttlSecondsAfterFinished": 0}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"metadata": {"annotations": {"helm.sh/hook": "pre-upgrade"}}, "job": {"ttlSecondsAfterFinished": 600}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"ttlSecondsAfterFinished": 0}})
}
