package lifecycle.long_name_test

import data.lifecycle.long_name.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.job({"metadata": {"name": "recalculate-the-monthly-statistics-of-all-customers-northern"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.job({"metadata": {"name": "recalculate-statistics"}})
}
