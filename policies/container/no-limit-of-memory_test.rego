package container.no_limit_of_memory_test

import data.container.no_limit_of_memory.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"pod": {"volumes": [{"at": "v", "name": "shm", "medium": "Memory"}]}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"pod": {"volumes": [{"at": "v", "name": "shm", "medium": "Memory", "sizeLimit": true}]}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"pod": {"volumes": [{"at": "v", "name": "shm"}]}})
}
