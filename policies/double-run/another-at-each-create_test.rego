package double_run.another_at_each_create_test

import data.double_run.another_at_each_create.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as object.union(object.remove(testing.job({}), ["metadata"]), {"metadata": {"at": "metadata", "generateName": "demo-"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({})
}

test_near if {
	count(violation) == 0 with input as testing.job({"metadata": {"generateName": "demo-"}})
}
