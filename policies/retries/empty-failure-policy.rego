# METADATA
# title: "A failure policy without rules"
# description: >-
#   podFailurePolicy has no rules.
# custom:
#   severity: warning
#   since: "1.26"
#   why: >-
#     Without rules the policy decides nothing. Its only effect is hidden: podReplacementPolicy becomes Failed.
#   fix: >-
#     Write the rules, or leave podFailurePolicy out and set podReplacementPolicy if that is what is wanted.
#   cel: >-
#     !has(variables.job.podFailurePolicy) || variables.failureRules.size() > 0
#   evidence:
#   - "pkg/apis/batch/v1/defaults.go: SetDefaults_Job"
package retries.empty_failure_policy

import data.lib

violation contains lib.found(input.job.podFailurePolicy, "", "podFailurePolicy has no rules: all that it does is to make podReplacementPolicy Failed") if {
	count(input.job.podFailurePolicy.rules) == 0
}
