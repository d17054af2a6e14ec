package container.restarts_for_ever_test

import data.container.restarts_for_ever.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.container({"restartPolicy": "Always"})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"role": "sidecar", "restartPolicy": "Always"}), testing.container({})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"restartPolicy": "OnFailure"})]})
}
