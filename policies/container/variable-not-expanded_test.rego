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

# What a shell would expand, and what it would take for another name.
test_forms if {
	found("${DATE}")
	found("$DATE.sql")
	found("$DATES $DATE-1")
	not found("$DATES")
	not found("$DATE_2")
	not found("${DATES}")
	not found("DATE")
}

found(word) if count(violation) == 1 with input as testing.job({"containers": [testing.container({"args": [word], "env": [{"name": "DATE"}]})]})
