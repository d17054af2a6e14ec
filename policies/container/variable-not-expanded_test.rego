package container.variable_not_expanded_test

import data.container.variable_not_expanded.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.container({"args": ["--date=$DATE"], "env": [{"name": "DATE"}]})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"args": ["--date=$(DATE)"], "env": [{"name": "DATE"}]})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"args": ["--date=$DATE"]})]})
}
