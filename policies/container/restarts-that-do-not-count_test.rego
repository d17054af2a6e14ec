package container.restarts_that_do_not_count_test

import data.container.restarts_that_do_not_count.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.container({"restartPolicy": "OnFailure"})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"restartPolicy": "OnFailure"})], "job": {"activeDeadlineSeconds": 600}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"pod": {"restartPolicy": "OnFailure"}, "containers": [testing.container({"restartPolicy": "OnFailure"})]})
}
