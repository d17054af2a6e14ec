# METADATA
# title: "Success for some ends the others"
# description: >-
#   A successPolicy ends the Job when some of its indexes have succeeded.
# custom:
#   severity: info
#   since: "1.30"
#   why: >-
#     As soon as a rule of the policy is met, the Pods that still run are deleted: they get SIGTERM, and what
#     they have not saved is lost.
#   fix: >-
#     Make sure that only the indexes in the policy have results to keep, or that the others save theirs when
#     they are told to end.
#   evidence:
#   - https://github.com/kubernetes/enhancements/tree/master/keps/sig-apps/3998-job-success-completion-policy
package parallelism.success_ends_the_rest

import data.lib

violation contains lib.found(input.job.successPolicy, "", "when the policy is met, the Pods that still run are ended, whatever they are at") if {
	count(input.job.successPolicy.rules) > 0
}
