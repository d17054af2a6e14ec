package lifecycle.of_another_controller_test

import data.lifecycle.of_another_controller.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"managedBy": "example.com/controller"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"job": {"managedBy": "kubernetes.io/job-controller"}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"job": {"managedBy": "kueue.x-k8s.io/multikueue"}})
}
