# METADATA
# title: "Every index does the same"
# description: >-
#   The Job is Indexed, but the script of its Pods does not look at the index.
# custom:
#   severity: info
#   why: >-
#     Each Pod of an Indexed Job gets a number, in the variable JOB_COMPLETION_INDEX and in its host name. A
#     script that reads neither does the same work in every Pod, unless the program that it starts looks at the
#     number itself.
#   fix: >-
#     Let the script choose its part of the work by $JOB_COMPLETION_INDEX.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode"
package parallelism.index_not_used

import data.lib

violation contains lib.found(c, "", message) if {
	input.job.completionMode == "Indexed"
	input.job.completions > 1
	some c in lib.mains
	c.script
	not uses_index
	message := sprintf("the script does not look at JOB_COMPLETION_INDEX: unless its programs do, all %d indexes do the same", [input.job.completions])
}

uses_index if {
	some c in input.containers
	some name in c.script.names
	name in {"JOB_COMPLETION_INDEX", "HOSTNAME"}
}

uses_index if {
	some c in input.containers
	some word in lib.words(c)
	some sign in ["JOB_COMPLETION_INDEX", "hostname"]
	contains(word, sign)
}

uses_index if {
	some c in input.containers
	some variable in c.env
	contains(variable.field, "job-completion-index")
}
