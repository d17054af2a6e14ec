package container.liveness_probe_test

import data.container.liveness_probe.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.container({"written": {"livenessProbe": true}})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"role": "sidecar", "written": {"livenessProbe": true}}), testing.container({})]})
}
