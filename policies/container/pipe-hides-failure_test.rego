package container.pipe_hides_failure_test

import data.container.pipe_hides_failure.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.script({"piped": "pg_dump"})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.script({"piped": "pg_dump", "pipefail": true})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.script({})]})
}
