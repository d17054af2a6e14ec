package parallelism.first_success_ends_test

import data.parallelism.first_success_ends.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as object.union(object.remove(testing.job({}), ["job"]), {"job": {"at": "spec", "kind": "work queue", "parallelism": 4}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"kind": "fixed completions", "parallelism": 4, "completions": 4}})
}

test_near if {
	count(violation) == 0 with input as object.union(object.remove(testing.job({}), ["job"]), {"job": {"at": "spec", "kind": "work queue", "parallelism": 1}})
}
