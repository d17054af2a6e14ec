package double_run.clocks_go_back_test

import data.double_run.clocks_go_back.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"timeZone": "Europe/Berlin", "schedule": "30 2 * * *", "runs": {"twice": ["2027-10-31"]}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"timeZone": "Europe/Berlin"}})
}

test_every_few_hours if {
	some v in violation with input as testing.cron({"cron": {"runs": {"twice": ["2027-10-31"], "fields": {"hour": "*/2"}}}})
	v.severity == "info"
}
