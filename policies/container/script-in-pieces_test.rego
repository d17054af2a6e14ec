package container.script_in_pieces_test

import data.container.script_in_pieces.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.script({"extra": 2})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.script({})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.script({"extra": 2, "positional": true})]})
}
