# METADATA
# title: "A name that its Pods cannot carry whole"
# description: >-
#   The name is so long that the names of the Pods are cut.
# custom:
#   severity: info
#   why: >-
#     The name of a Pod is that of its Job, a dash and five random characters, 63 in all. What is longer is
#     cut, and Jobs whose names differ at their end only have Pods that look alike.
#   fix: >-
#     Choose a shorter name.
#   evidence:
#   - staging/src/k8s.io/apiserver/pkg/storage/names/generate.go
package lifecycle.long_name

import data.lib

violation contains lib.found(input.metadata, "name", message) if {
	input.kind == "Job"
	input.job.completionMode == "NonIndexed"
	length := count(input.metadata.name)
	length > 57
	message := sprintf("the name has %d characters: the names of its Pods keep the first 57 of them", [length])
}
