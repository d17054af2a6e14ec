# METADATA
# title: "A Job that Kubernetes leaves alone"
# description: >-
#   managedBy hands the Job to another controller.
# custom:
#   severity: warning
#   since: "1.32"
#   why: >-
#     The controller of Kubernetes does nothing with a Job whose managedBy names another. Unless that one runs
#     in the cluster, the Job stays as it was created.
#   fix: >-
#     Remove managedBy, or make sure that the controller is there.
#   kind: Job
#   cel: >-
#     !has(variables.job.managedBy) || variables.job.managedBy in
#     ['kubernetes.io/job-controller', 'kueue.x-k8s.io/multikueue']
#   evidence:
#   - "pkg/controller/job/job_controller.go: managedByExternalController"
#   - https://github.com/kubernetes/enhancements/tree/master/keps/sig-apps/4368-support-managed-by-for-batch-v1-jobs
package lifecycle.of_another_controller

import data.lib

violation contains lib.found(input.job, "managedBy", message) if {
	input.kind == "Job"
	input.job.managedBy
	not input.job.managedBy in {"kubernetes.io/job-controller", "kueue.x-k8s.io/multikueue"}
	message := sprintf("Kubernetes leaves the Job to %s: without it, the Job never starts", [input.job.managedBy])
}
