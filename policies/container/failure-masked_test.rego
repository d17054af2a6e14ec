package container.failure_masked_test

import data.container.failure_masked.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.script({"masked": "|| true"})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.script({})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.script({"masked": "exit 0", "errexit": true})]})
}

test_bad_despite_errexit if {
	count(violation) == 1 with input as testing.job({"containers": [testing.script({"masked": "|| true", "errexit": true})]})
}
