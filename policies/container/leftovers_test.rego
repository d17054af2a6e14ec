package container.leftovers_test

import data.container.leftovers.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"pod": {"restartPolicy": "OnFailure", "volumes": [{"name": "work", "kind": "emptyDir"}]}, "containers": [testing.container({"mounts": [{"at": "m", "name": "work", "readOnly": false}]})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"pod": {"volumes": [{"name": "work", "kind": "emptyDir"}]}, "containers": [testing.container({"mounts": [{"at": "m", "name": "work", "readOnly": false}]})]})
}
