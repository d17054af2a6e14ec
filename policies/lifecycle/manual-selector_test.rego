package lifecycle.manual_selector_test

import data.lifecycle.manual_selector.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"job": {"manualSelector": true, "selector": {"app": "shop"}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({})
}
