# METADATA
# title: "A selector of your own may take the Pods of others"
# description: >-
#   manualSelector is true.
# custom:
#   severity: warning
#   why: >-
#     The API server gives every Job a selector of its own. With manualSelector the Job takes all Pods that its
#     labels fit for its own: it counts those of others as its successes and failures, and may delete them.
#   fix: >-
#     Remove selector and manualSelector, unless a running Job is to be replaced without its Pods.
#   cel: >-
#     !has(variables.job.manualSelector) || !variables.job.manualSelector
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#specifying-your-own-pod-selector"
package lifecycle.manual_selector

import data.lib

violation contains lib.found(input.job, "manualSelector", "with a selector of its own, the Job counts and deletes all Pods that these labels fit, whoever made them") if {
	input.job.manualSelector
}
