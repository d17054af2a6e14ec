# METADATA
# title: "A replacement that waits for a dead node"
# description: >-
#   podReplacementPolicy is Failed, and no deadline bounds the wait for a Pod that cannot end.
# custom:
#   severity: info
#   since: "1.29"
#   why: >-
#     With Failed the next attempt waits until the last one has ended. On a node that does not answer, a Pod is
#     neither running nor ended: the Job waits until the node is back or the Pod is deleted by force.
#   fix: >-
#     Set activeDeadlineSeconds.
#   evidence:
#   - https://github.com/kubernetes/enhancements/tree/master/keps/sig-apps/3939-allow-replacement-when-fully-terminated
package lifecycle.replacement_waits_for_ever

import data.lib

violation contains lib.found(input.job, "podReplacementPolicy", "while a Pod on a lost node cannot end, no replacement starts: activeDeadlineSeconds bounds that") if {
	input.job.podReplacementPolicy == "Failed"
	not input.job.activeDeadlineSeconds
}
