# METADATA
# title: "A name that works once"
# description: >-
#   The Job has a fixed name: applying it again does nothing, or is refused.
# custom:
#   severity: info
#   why: >-
#     The template of a Job cannot be changed. With the same name, kubectl apply says "unchanged" and nothing
#     runs; with another image or variable it is refused: field is immutable.
#   fix: >-
#     Put a version into the name, use generateName with kubectl create, or delete the old Job first (kubectl
#     job rerun does).
#   evidence:
#   - https://github.com/kubernetes/kubernetes/issues/89657
#   - https://github.com/kubernetes/kubernetes/issues/80207
package lifecycle.fixed_name

import data.lib

violation contains lib.found(input.metadata, "name", message) if {
	input.kind == "Job"
	not numbered
	not lib.hook
	not lib.gitops
	not lib.helm
	input.metadata.ownerReferences == 0
	message := sprintf("a Job named %s can be applied once: later, nothing runs, and a changed template is refused", [input.metadata.name])
}

# numbered says that the name has a digit in it, as one with a version or a date has.
numbered if {
	some digit in ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9"]
	contains(input.metadata.name, digit)
}
