package schedule.runs_of_another_controller_test

import data.schedule.runs_of_another_controller.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"job": {"managedBy": "example.com/controller"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"job": {"managedBy": "kubernetes.io/job-controller"}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"managedBy": "example.com/controller"}})
}
