# METADATA
# title: "A Job that blocks the next upgrade"
# description: >-
#   The Job belongs to a Helm chart and is no hook.
# custom:
#   severity: warning
#   why: >-
#     helm upgrade patches what it installed. The template of a Job cannot be changed: as soon as the image or
#     a value in it is another, the upgrade fails with "field is immutable".
#   fix: >-
#     Make it a hook (helm.sh/hook: pre-upgrade,pre-install), whose old Job Helm deletes before it creates the
#     new one, or put the revision into its name.
#   evidence:
#   - https://github.com/helm/helm/issues/1769
#   - https://helm.sh/docs/topics/charts_hooks/
package lifecycle.helm_job_without_hook

import data.lib

violation contains lib.found(input.metadata, "annotations", "the template of a Job cannot be changed: the next helm upgrade that has another image or value for it fails; a hook is created anew") if {
	input.kind == "Job"
	lib.helm
	not lib.hook
	not input.job.ttlSecondsAfterFinished
}
