# METADATA
# title: "A Job that waits to be resumed"
# description: >-
#   The Job is suspended, and nothing shows who would start it.
# custom:
#   severity: warning
#   why: >-
#     With suspend: true no Pod is made until somebody sets it to false. Queues such as Kueue do; without one
#     the Job just stays.
#   fix: >-
#     Remove suspend, or name the queue (kueue.x-k8s.io/queue-name).
#   kind: Job
#   cel: >-
#     !(has(variables.job.suspend) && variables.job.suspend) || variables.queued
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/controllers/job/#suspending-a-job"
#   - https://kueue.sigs.k8s.io/docs/tasks/run/jobs/
package lifecycle.suspended

import data.lib

violation contains lib.found(input.job, "suspend", "the Job is suspended and names no queue: it starts when somebody sets suspend to false") if {
	input.kind == "Job"
	input.job.suspend
	not lib.queued
}
