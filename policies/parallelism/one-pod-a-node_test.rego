package parallelism.one_pod_a_node_test

import data.parallelism.one_pod_a_node.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"parallelism": 4, "completions": 4}, "pod": {"exclusive": true}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"parallelism": 4, "completions": 4}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"pod": {"exclusive": true}})
}
