package double_run.same_work_test

import data.double_run.same_work.violation

test_bad if {
	count(violation) == 1 with input as {"documents": [{"index": 0, "file": "f", "kind": "Job", "name": "a", "namespace": "", "work": "1", "schedule": "", "timeZone": ""}, {"index": 1, "file": "f", "kind": "Job", "name": "b", "namespace": "", "work": "1", "schedule": "", "timeZone": ""}]}
}

test_fixed if {
	count(violation) == 0 with input as {"documents": [{"index": 0, "file": "f", "kind": "Job", "name": "a", "namespace": "", "work": "1", "schedule": "", "timeZone": ""}, {"index": 1, "file": "f", "kind": "Job", "name": "b", "namespace": "", "work": "2", "schedule": "", "timeZone": ""}]}
}

test_near if {
	count(violation) == 0 with input as {"documents": [{"index": 0, "file": "f", "kind": "Job", "name": "a", "namespace": "x", "work": "1", "schedule": "", "timeZone": ""}, {"index": 1, "file": "f", "kind": "Job", "name": "b", "namespace": "y", "work": "1", "schedule": "", "timeZone": ""}]}
}
