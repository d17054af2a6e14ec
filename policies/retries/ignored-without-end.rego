# METADATA
# title: "Failures that are ignored without end"
# description: >-
#   A rule of podFailurePolicy ignores exit codes, and nothing else bounds the Job.
# custom:
#   severity: warning
#   since: "1.26"
#   why: >-
#     A failure that is ignored does not count against backoffLimit: the Pod is replaced again and again. A
#     program that always ends with such a code is retried for ever.
#   fix: >-
#     Bound the Job with activeDeadlineSeconds, or use the action Count; Ignore is meant for disruptions.
#   cel: >-
#     has(variables.job.activeDeadlineSeconds) || !variables.failureRules.exists(r, r.action == 'Ignore' &&
#     has(r.onExitCodes))
#   evidence:
#   - pkg/controller/job/pod_failure_policy.go
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy"
package retries.ignored_without_end

import data.lib

violation contains lib.found(rule, "", "failures with these exit codes are ignored, and no activeDeadlineSeconds ends the Job: it can go on for ever") if {
	some rule in input.job.podFailurePolicy.rules
	rule.action == "Ignore"
	rule.exitCodes
	not input.job.activeDeadlineSeconds
}
