# METADATA
# title: "OnFailure takes the logs along"
# description: >-
#   restartPolicy is OnFailure: when the Job gives up, its Pod is deleted, and the logs with it.
# custom:
#   severity: info
#   why: >-
#     With OnFailure a container is restarted in the same Pod, of which Kubernetes keeps the logs of the last
#     two attempts at most. When backoffLimit is reached, the Pod is deleted while it runs, and the reason of
#     the failure cannot be read any more.
#   fix: >-
#     Use restartPolicy Never, which keeps the Pod of every failed attempt, or ship the logs elsewhere.
#   cel: >-
#     variables.pod.restartPolicy != 'OnFailure'
#   evidence:
#   - https://github.com/kubernetes/kubernetes/issues/74848
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-backoff-failure-policy"
package retries.on_failure_loses_logs

import data.lib

violation contains lib.found(input.pod, "restartPolicy", "with OnFailure, the Pod and its logs are deleted when the Job has failed") if {
	input.pod.restartPolicy == "OnFailure"
}
