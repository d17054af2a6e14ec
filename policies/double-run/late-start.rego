# METADATA
# title: "A run that starts late, right behind another"
# description: >-
#   concurrencyPolicy is Forbid and there is no startingDeadlineSeconds: a run that was due while another one
#   worked starts as soon as that one ends.
# custom:
#   severity: info
#   why: >-
#     A run that is missed is not forgotten: without startingDeadlineSeconds it starts hours late, directly
#     behind the one that blocked it, and shortly before the next one.
#   fix: >-
#     Set startingDeadlineSeconds to how late a run may start.
#   evidence:
#   - https://github.com/kubernetes/kubernetes/issues/63371
#   - https://github.com/kubernetes/website/pull/44796
package double_run.late_start

import data.lib

violation contains lib.found(input.cron, "startingDeadlineSeconds", "a run that was due while another one worked starts right behind it, however late: startingDeadlineSeconds bounds that") if {
	input.cron.concurrencyPolicy == "Forbid"
	not input.cron.startingDeadlineSeconds
}
