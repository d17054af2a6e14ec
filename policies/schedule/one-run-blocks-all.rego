# METADATA
# title: "One run that hangs blocks all others"
# description: >-
#   concurrencyPolicy is Forbid, and no deadline ends a run that hangs.
# custom:
#   severity: info
#   why: >-
#     A Pod that cannot start, because its image or a Secret is missing, fails neither: the run stays, and with
#     Forbid no other one is started any more.
#   fix: >-
#     Set activeDeadlineSeconds in the spec of the Job.
#   kind: CronJob
#   cel: >-
#     !has(object.spec.concurrencyPolicy) || object.spec.concurrencyPolicy != 'Forbid' ||
#     has(variables.job.activeDeadlineSeconds)
#   evidence:
#   - https://github.com/kubernetes/kubernetes/issues/76570
#   - https://github.com/kubernetes/kubernetes/issues/58384
package schedule.one_run_blocks_all

import data.lib

violation contains lib.found(input.job, "activeDeadlineSeconds", "with concurrencyPolicy Forbid, a run that hangs keeps all later ones from starting: activeDeadlineSeconds ends it") if {
	input.cron.concurrencyPolicy == "Forbid"
	not input.job.activeDeadlineSeconds
}
