package container.shell_does_not_pass_on_test

import data.container.shell_does_not_pass_on.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"pod": {"written": {"terminationGracePeriodSeconds": true}}, "containers": [testing.script({"commands": 2})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"pod": {"written": {"terminationGracePeriodSeconds": true}}, "containers": [testing.script({"commands": 2, "exec": true})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.script({"commands": 2})]})
}
