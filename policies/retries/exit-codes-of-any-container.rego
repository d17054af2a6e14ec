# METADATA
# title: "Exit codes of any container"
# description: >-
#   A rule of podFailurePolicy matches all exit codes but a few, of any container of the Pod, although there
#   are several.
# custom:
#   severity: warning
#   since: "1.26"
#   why: >-
#     Without containerName a rule looks at every container, init containers and sidecars included. With NotIn,
#     a proxy or log shipper that ends with any other code decides over the Job.
#   fix: >-
#     Name the container with the work in containerName.
#   evidence:
#   - "pkg/controller/job/pod_failure_policy.go: getMatchingContainerFromList"
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy"
package retries.exit_codes_of_any_container

import data.lib

violation contains lib.found(rule, "onExitCodes", message) if {
	some rule in input.job.podFailurePolicy.rules
	rule.exitCodes.operator == "NotIn"
	not rule.exitCodes.containerName
	count(input.containers) > 1
	message := sprintf("without containerName, the rule is about any of the %d containers: each that ends with another code makes it act", [count(input.containers)])
}
