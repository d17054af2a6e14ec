package container.bare_node_test

import data.container.bare_node.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"pod": {"nodeName": "worker-3"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({})
}
