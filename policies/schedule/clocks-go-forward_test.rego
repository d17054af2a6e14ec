package schedule.clocks_go_forward_test

import data.schedule.clocks_go_forward.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({"cron": {"timeZone": "America/New_York", "runs": {"skipped": ["2027-03-14"]}}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"timeZone": "America/New_York"}})
}

test_every_few_hours if {
	some v in violation with input as testing.cron({"cron": {"runs": {"skipped": ["2027-03-28"], "fields": {"hour": "*/2"}}}})
	v.severity == "info"
}
