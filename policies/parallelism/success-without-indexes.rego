# METADATA
# title: "A rule of success that is never met"
# description: >-
#   A rule of successPolicy names no indexes: succeededIndexes is empty.
# custom:
#   severity: error
#   since: "1.30"
#   why: >-
#     The API server takes an empty text. The Job controller passes over such a rule, so that it is never met.
#   fix: >-
#     Name the indexes that have to succeed, such as 0 or 0,2-4.
#   cel: >-
#     variables.successRules.all(r, !has(r.succeededIndexes) || r.succeededIndexes != '')
#   evidence:
#   - "pkg/controller/job/success_policy.go: matchSuccessPolicy"
package parallelism.success_without_indexes

import data.lib

violation contains lib.found(rule, "succeededIndexes", "succeededIndexes is empty: the rule is never met") if {
	some rule in input.job.successPolicy.rules
	rule.succeededIndexes == ""
}
