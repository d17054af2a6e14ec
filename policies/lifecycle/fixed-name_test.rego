package lifecycle.fixed_name_test

import data.lifecycle.fixed_name.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"metadata": {"name": "migrate-2026-11-3"}})
}

test_near if {
	count(violation) == 0 with input as testing.job({"metadata": {"annotations": {"helm.sh/hook": "pre-upgrade"}}})
}
