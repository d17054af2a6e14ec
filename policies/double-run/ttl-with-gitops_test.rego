package double_run.ttl_with_gitops_test

import data.double_run.ttl_with_gitops.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"metadata": {"labels": {"argocd.argoproj.io/instance": "shop"}}, "job": {"ttlSecondsAfterFinished": 600}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"metadata": {"labels": {"argocd.argoproj.io/instance": "shop"}}})
}

test_near_1 if {
	count(violation) == 0 with input as testing.job({"metadata": {"annotations": {"argocd.argoproj.io/hook": "PreSync", "argocd.argoproj.io/tracking-id": "x"}}, "job": {"ttlSecondsAfterFinished": 600}})
}

test_near_2 if {
	count(violation) == 0 with input as testing.job({"job": {"ttlSecondsAfterFinished": 600}})
}
