# METADATA
# title: "Long work that a scale-down ends"
# description: >-
#   The Job may take hours, and nothing tells autoscalers to leave its node alone.
# custom:
#   severity: info
#   why: >-
#     Cluster Autoscaler and Karpenter drain nodes that are hardly used. The Pods on them are evicted, and
#     hours of work begin anew.
#   fix: >-
#     Annotate the template with cluster-autoscaler.kubernetes.io/safe-to-evict: "false" or
#     karpenter.sh/do-not-disrupt: "true".
#   evidence:
#   - "https://karpenter.sh/docs/concepts/disruption/#pod-level-controls"
#   - https://kyverno.io/policies/karpenter/add-karpenter-donot-evict/add-karpenter-donot-evict/
package container.may_be_moved

import data.lib

violation contains {"path": sprintf("%s.annotations", [trim_suffix(input.pod.labelsAt, ".labels")]), "message": message} if {
	input.job.activeDeadlineSeconds >= data.parameters.container["may-be-moved"].seconds
	not input.pod.annotations["cluster-autoscaler.kubernetes.io/safe-to-evict"]
	not input.pod.annotations["karpenter.sh/do-not-disrupt"]
	message := sprintf("the Job may take %s, and an autoscaler may drain its node meanwhile: annotations of the template keep it from that", [lib.duration(input.job.activeDeadlineSeconds)])
}
