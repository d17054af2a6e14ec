package parallelism.success_without_indexes_test

import data.parallelism.success_without_indexes.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"successPolicy": {"at": "p", "rules": [{"at": "r", "succeededIndexes": ""}]}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"successPolicy": {"at": "p", "rules": [{"at": "r", "succeededIndexes": "0"}]}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"successPolicy": {"at": "p", "rules": [{"at": "r", "succeededCount": 1}]}}})
}
