package parallelism.no_requests_test

import data.parallelism.no_requests.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"parallelism": 20, "completions": 100}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"parallelism": 20, "completions": 100}, "containers": [testing.container({"requests": {"cpu": "1"}})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"parallelism": 2, "completions": 100}})
}
