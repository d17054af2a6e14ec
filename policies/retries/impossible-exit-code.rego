# METADATA
# title: "An exit code that no program has"
# description: >-
#   A rule of podFailurePolicy names an exit code below 0 or above 255.
# custom:
#   severity: error
#   since: "1.26"
#   why: >-
#     Exit codes on Linux are 0 to 255. The API server takes other numbers, which can never match (or, with
#     NotIn, always do).
#   fix: >-
#     Name the code that the program really ends with: -1 is 255 there, and 256 is 0.
#   cel: >-
#     variables.failureRules.all(r, !has(r.onExitCodes) || r.onExitCodes.values.all(v, v >= 0 && v <= 255))
#   evidence:
#   - "pkg/apis/batch/validation/validation.go: validatePodFailurePolicyRuleOnExitCodes"
package retries.impossible_exit_code

import data.lib

violation contains lib.found(rule.exitCodes, "values", message) if {
	some rule in input.job.podFailurePolicy.rules
	some code in rule.exitCodes.values
	impossible(code)
	message := sprintf("no program ends with exit code %d: they are 0 to 255", [code])
}

impossible(code) if code > 255

impossible(code) if code < 0
