package retries.exit_codes_of_any_container_test

import data.retries.exit_codes_of_any_container.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.container({"role": "sidecar"}), testing.container({})], "job": {"podFailurePolicy": {"rules": [{"at": "a", "action": "FailJob", "exitCodes": {"operator": "NotIn", "values": [1]}}]}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"role": "sidecar"}), testing.container({})], "job": {"podFailurePolicy": {"rules": [{"at": "a", "action": "FailJob", "exitCodes": {"operator": "NotIn", "values": [1], "containerName": "main"}}]}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"podFailurePolicy": {"rules": [{"at": "a", "action": "FailJob", "exitCodes": {"operator": "NotIn", "values": [1]}}]}}})
}
