package parallelism.one_port_a_node_test

import data.parallelism.one_port_a_node.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"parallelism": 4, "completions": 4}, "containers": [testing.container({"ports": [{"at": "p", "hostPort": 80}]})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"parallelism": 4, "completions": 4}, "containers": [testing.container({"ports": [{"at": "p", "containerPort": 80}]})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"ports": [{"at": "p", "hostPort": 80}]})]})
}
