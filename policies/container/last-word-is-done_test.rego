package container.last_word_is_done_test

import data.container.last_word_is_done.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.script({"commands": 2, "tail": "echo"})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.script({"commands": 2, "tail": "echo", "errexit": true})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.script({"commands": 2})]})
}
