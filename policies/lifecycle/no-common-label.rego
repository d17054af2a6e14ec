# METADATA
# title: "No label in common"
# description: >-
#   The Pods of the Job have no labels of their own.
# custom:
#   severity: info
#   why: >-
#     Labels of the template let logs, metrics and NetworkPolicies find the Pods of all runs. The Job
#     controller adds the name of the Job, which is another for each run.
#   fix: >-
#     Add a label such as app.kubernetes.io/name to the template.
#   evidence:
#   - https://kubernetes.io/docs/concepts/overview/working-with-objects/common-labels/
package lifecycle.no_common_label

violation contains {"path": input.pod.labelsAt, "message": "the Pods of all runs have no label in common: one in the template lets logs, metrics and policies find them"} if {
	input.kind == "CronJob"
	count(input.pod.labels) == 0
}
