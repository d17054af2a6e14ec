package lifecycle.helm_job_without_hook_test

import data.lifecycle.helm_job_without_hook.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"metadata": {"labels": {"app.kubernetes.io/managed-by": "Helm"}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"metadata": {"labels": {"app.kubernetes.io/managed-by": "Helm"}, "annotations": {"helm.sh/hook": "pre-upgrade"}}})
}

test_near if {
	count(violation) == 0 with input as testing.job({})
}
