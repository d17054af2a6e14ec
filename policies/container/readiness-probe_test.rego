package container.readiness_probe_test

import data.container.readiness_probe.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.container({"written": {"readinessProbe": true}})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({})
}
