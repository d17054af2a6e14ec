# METADATA
# title: "Runs that the Job controller leaves alone"
# description: >-
#   managedBy hands the Jobs of the CronJob to another controller.
# custom:
#   severity: warning
#   since: "1.32"
#   why: >-
#     The controller of Kubernetes does nothing with a Job whose managedBy names another. Unless that one runs
#     in the cluster, every run stays as it was created.
#   fix: >-
#     Remove managedBy, or make sure that the controller is there.
#   evidence:
#   - "pkg/controller/job/job_controller.go: managedByExternalController"
#   - https://github.com/kubernetes/enhancements/tree/master/keps/sig-apps/4368-support-managed-by-for-batch-v1-jobs
package schedule.runs_of_another_controller

import data.lib

violation contains lib.found(input.job, "managedBy", message) if {
	input.kind == "CronJob"
	input.job.managedBy
	not input.job.managedBy in {"kubernetes.io/job-controller", "kueue.x-k8s.io/multikueue"}
	message := sprintf("runs are left to %s: without it, none of them ever starts", [input.job.managedBy])
}
