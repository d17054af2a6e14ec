# METADATA
# title: "Deleted, created, and run again"
# description: >-
#   The Job deletes itself after it has finished, and a GitOps tool keeps it as it is in a repository.
# custom:
#   severity: warning
#   why: >-
#     Argo CD and Flux create again what is missing. When ttlSecondsAfterFinished has removed the Job, they
#     make a new one, which does its work again; or the application is out of sync for ever.
#   fix: >-
#     Leave ttlSecondsAfterFinished out, or make the Job a hook (argocd.argoproj.io/hook) with a delete policy.
#   evidence:
#   - https://github.com/argoproj/argo-cd/issues/8586
#   - https://github.com/airbytehq/airbyte/issues/15202
package double_run.ttl_with_gitops

import data.lib

violation contains lib.found(input.job, "ttlSecondsAfterFinished", message) if {
	input.kind == "Job"
	input.job.ttlSecondsAfterFinished >= 0
	tool := lib.gitops
	not lib.hook
	message := sprintf("%s creates the Job again when ttlSecondsAfterFinished has deleted it, and it runs again", [tool])
}
