package container.command_in_one_string_test

import data.container.command_in_one_string.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"containers": [testing.container({"command": ["echo hello && date"]})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"command": ["sh", "-c", "echo hello && date"]})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"containers": [testing.container({"command": ["date"]})]})
}

test_spaces if {
	found("date  -u")
	not found("date ")
	not found(" date")
}

found(program) if count(violation) == 1 with input as testing.job({"containers": [testing.container({"command": [program]})]})
