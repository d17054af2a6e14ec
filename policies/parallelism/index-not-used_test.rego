package parallelism.index_not_used_test

import data.parallelism.index_not_used.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"completionMode": "Indexed", "completions": 5}, "containers": [testing.script({"names": ["HOME"]})]})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"completionMode": "Indexed", "completions": 5}, "containers": [testing.script({"names": ["JOB_COMPLETION_INDEX"]})]})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"completionMode": "Indexed", "completions": 5}, "containers": [testing.container({"args": ["train"]})]})
}

test_index_as_an_argument if {
	count(violation) == 0 with input as testing.job({
		"job": {"completionMode": "Indexed", "completions": 5},
		"containers": [object.union(testing.script({}), {"args": ["sh", "-c", "work $(JOB_COMPLETION_INDEX)"]})],
	})
}

test_index_as_a_variable if {
	count(violation) == 0 with input as testing.job({
		"job": {"completionMode": "Indexed", "completions": 5},
		"containers": [object.union(
			testing.script({}),
			{"env": [{"name": "PART", "field": "metadata.annotations['batch.kubernetes.io/job-completion-index']"}]},
		)],
	})
}
