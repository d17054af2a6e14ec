package container.failure_not_seen_test

import data.container.failure_not_seen.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.script({"commands": 2, "unchecked": "migrate"})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.script({"commands": 2, "unchecked": "migrate", "errexit": true})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.script({"commands": 2})]})
}
