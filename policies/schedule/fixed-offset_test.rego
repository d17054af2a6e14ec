package schedule.fixed_offset_test

import data.schedule.fixed_offset.violation
import data.testing

test_bad_1 if {
	count(violation) == 1 with input as testing.cron({"cron": {"timeZone": "EST"}})
}

test_bad_2 if {
	count(violation) == 1 with input as testing.cron({"cron": {"timeZone": "Etc/GMT+5"}})
}

test_fixed if {
	count(violation) == 0 with input as testing.cron({"cron": {"timeZone": "America/New_York"}})
}

test_near if {
	count(violation) == 0 with input as testing.cron({"cron": {"timeZone": "Etc/UTC"}})
}
