package container.work_in_background_test

import data.container.work_in_background.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.script({"background": true})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.script({})]})
}
