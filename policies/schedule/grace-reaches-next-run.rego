# METADATA
# title: "Longer to end than to the next run"
# description: >-
#   The grace period of the Pods is longer than the time between two runs.
# custom:
#   severity: warning
#   why: >-
#     A run that is ended, by its deadline or by Replace, may go on for the grace period, into the next run or
#     beyond it.
#   fix: >-
#     Lower terminationGracePeriodSeconds.
#   evidence:
#   - "https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/#pod-termination"
package schedule.grace_reaches_next_run

import data.lib

violation contains lib.found(input.pod, "terminationGracePeriodSeconds", message) if {
	input.cron.runs.shortest > 0
	input.pod.terminationGracePeriodSeconds >= input.cron.runs.shortest
	input.pod.written.terminationGracePeriodSeconds
	message := sprintf("a run that is ended may go on for %s, but the next one starts after %s", [lib.duration(input.pod.terminationGracePeriodSeconds), lib.duration(input.cron.runs.shortest)])
}
