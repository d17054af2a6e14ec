# METADATA
# title: "A step counts as a restriction"
# description: >-
#   A day field with a step (*/n) stands beside a restricted one: either of them is enough.
# custom:
#   severity: warning
#   why: >-
#     Only a plain * leaves a day field open. */2 restricts it, so that 0 0 */2 * 1 is every second day and,
#     besides, every Monday. Old versions of Kubernetes took both together.
#   fix: >-
#     Use a plain * in one of the two fields.
#   evidence:
#   - https://github.com/robfig/cron/issues/358
package schedule.stepped_day

import data.lib

violation contains lib.found(input.cron, "schedule", message) if {
	input.cron.runs.eitherDay
	some field in [input.cron.runs.fields.dayOfMonth, input.cron.runs.fields.dayOfWeek]
	startswith(field, "*/")
	message := sprintf("%s restricts its field: it runs on day of month %s and, besides, on day of week %s", [field, input.cron.runs.fields.dayOfMonth, input.cron.runs.fields.dayOfWeek])
}
