package double_run.same_name_test

import data.double_run.same_name.violation

test_bad if {
	count(violation) == 1 with input as {"documents": [{"index": 0, "file": "f", "kind": "Job", "name": "a", "namespace": ""}, {"index": 1, "file": "f", "kind": "Job", "name": "a", "namespace": ""}]}
}

test_fixed if {
	count(violation) == 0 with input as {"documents": [{"index": 0, "file": "f", "kind": "Job", "name": "a", "namespace": ""}, {"index": 1, "file": "f", "kind": "Job", "name": "b", "namespace": ""}]}
}

test_near if {
	count(violation) == 0 with input as {"documents": [{"index": 0, "file": "f", "kind": "Job", "name": "a", "namespace": ""}, {"index": 1, "file": "g", "kind": "Job", "name": "a", "namespace": ""}]}
}
