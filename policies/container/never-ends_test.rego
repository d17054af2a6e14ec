package container.never_ends_test

import data.container.never_ends.violation
import data.testing

test_bad_1 if {
	count(violation) == 1 with input as testing.job({"containers": [testing.container({"endless": "sleep infinity"})]})
}

test_bad_2 if {
	count(violation) == 1 with input as testing.job({"containers": [testing.script({"forever": "while true"})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"command": ["sleep", "60"]})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"role": "sidecar", "endless": "tail -f"}), testing.container({})]})
}
