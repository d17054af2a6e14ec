package parallelism.shared_claim_test

import data.parallelism.shared_claim.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"parallelism": 4, "completions": 4}, "pod": {"volumes": [{"name": "out", "claimName": "results"}]}, "containers": [testing.container({"mounts": [{"at": "m", "name": "out", "readOnly": false}]})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"parallelism": 4, "completions": 4}, "pod": {"volumes": [{"name": "out", "claimName": "results"}]}, "containers": [testing.container({"mounts": [{"at": "m", "name": "out", "readOnly": true}]})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"pod": {"volumes": [{"name": "out", "claimName": "results"}]}, "containers": [testing.container({"mounts": [{"at": "m", "name": "out", "readOnly": false}]})]})
}
