# METADATA
# title: "A Job every minute"
# description: >-
#   The CronJob makes a Job every minute.
# custom:
#   severity: info
#   why: >-
#     Each run costs the creation of a Job and a Pod, the pull of an image and a start. Runs that are this
#     close are better done by one program that stays and waits.
#   fix: >-
#     Run less often, or use a Deployment whose program sleeps between its rounds.
#   evidence:
#   - https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/
package schedule.every_minute

import data.lib

violation contains lib.found(input.cron, "schedule", "a new Job and Pod every minute: a Deployment whose program waits between its rounds costs less") if {
	input.cron.runs.longest == 60
}
