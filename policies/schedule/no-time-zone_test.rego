package schedule.no_time_zone_test

import data.schedule.no_time_zone.violation
import data.testing

test_bad if {
	count(violation) == 1 with input as testing.cron({})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"timeZone": "Europe/Berlin"}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"runs": {"fields": {"hour": "*"}}}})
}
