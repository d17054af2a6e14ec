# METADATA
# title: "Finished Jobs that stay"
# description: >-
#   The Job has no ttlSecondsAfterFinished.
# custom:
#   severity: info
#   why: >-
#     A finished Job stays with its Pods until somebody deletes it. They pile up, and count against quotas of
#     objects.
#   fix: >-
#     Set ttlSecondsAfterFinished to how long its logs are of use (but not where GitOps would create it again),
#     or clean up with kubectl job cleanup.
#   evidence:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/ttlafterfinished/
package lifecycle.never_cleaned_up

import data.lib

violation contains lib.found(input.job, "ttlSecondsAfterFinished", "when it has finished, the Job stays with its Pods until somebody deletes it") if {
	input.kind == "Job"
	not input.job.ttlSecondsAfterFinished
	not lib.gitops
	not lib.hook
	input.metadata.ownerReferences == 0
}
