# METADATA
# title: "Success as soon as anything succeeds"
# description: >-
#   A rule of successPolicy has a succeededCount of 0.
# custom:
#   severity: error
#   since: "1.30"
#   why: >-
#     The API server takes 0. It is reached as soon as any index has succeeded: the Job is then complete, and
#     all other Pods are ended.
#   fix: >-
#     Set succeededCount to how many indexes have to succeed.
#   cel: >-
#     variables.successRules.all(r, !has(r.succeededCount) || r.succeededCount != 0)
#   evidence:
#   - "pkg/controller/job/success_policy.go: matchSuccessPolicy"
package parallelism.success_count_zero

import data.lib

violation contains lib.found(rule, "succeededCount", "succeededCount is 0: the first success of any index ends the Job as succeeded") if {
	some rule in input.job.successPolicy.rules
	rule.succeededCount == 0
}
