package lifecycle.never_cleaned_up_test

import data.lifecycle.never_cleaned_up.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"ttlSecondsAfterFinished": 3600}})
}

test_near_1 if {
	count(violation) == 0 with input as testing.cron({})
}

test_near_2 if {
	count(violation) == 0 with input as testing.job({"metadata": {"annotations": {"helm.sh/hook": "post-install"}}})
}
