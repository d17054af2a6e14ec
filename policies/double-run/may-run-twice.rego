# METADATA
# title: "Even a single run may happen twice"
# description: >-
#   The Job is to do its work once, but Kubernetes may start it more often than that.
# custom:
#   severity: info
#   why: >-
#     With parallelism 1, completions 1 and restartPolicy Never a program may still be started twice: when a
#     node is lost, when a Pod is evicted after its program has done its work, or when a controller misses an
#     event. That holds for every Job.
#   fix: >-
#     Make the work safe to repeat: a transaction, a lock, a marker that it is done, or a check at its
#     beginning.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#handling-pod-and-container-failures"
#   - https://github.com/kubernetes/kubernetes/issues/120790
package double_run.may_run_twice

import data.lib

violation contains lib.found(input.job, "", "Kubernetes may start this program twice, even without a failure of its own: the work must be safe to repeat") if {
	input.job.kind == "single"
}
