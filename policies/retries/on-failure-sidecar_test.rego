package retries.on_failure_sidecar_test

import data.retries.on_failure_sidecar.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"pod": {"restartPolicy": "OnFailure"}, "containers": [testing.container({"role": "sidecar"}), testing.container({})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"role": "sidecar"}), testing.container({})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"pod": {"restartPolicy": "OnFailure"}, "containers": [testing.container({"role": "init"}), testing.container({})]})
}
