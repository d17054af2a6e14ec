package container.may_be_moved_test

import data.container.may_be_moved.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"activeDeadlineSeconds": 86400}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"activeDeadlineSeconds": 86400}, "pod": {"annotations": {"karpenter.sh/do-not-disrupt": "true"}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"activeDeadlineSeconds": 600}})
}
