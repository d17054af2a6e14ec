package schedule.same_minute_test

import data.schedule.same_minute.violation

test_bad if {
	count(violation) == 3 with input as {"documents": [{"index": 0, "schedule": "0 0 * * *", "timeZone": ""}, {"index": 1, "schedule": "0 0 * * *", "timeZone": ""}, {"index": 2, "schedule": "0 0 * * *", "timeZone": ""}]}
}

test_fixed if {
	count(violation) == 0 with input as {"documents": [{"index": 0, "schedule": "0 0 * * *", "timeZone": ""}, {"index": 1, "schedule": "5 0 * * *", "timeZone": ""}, {"index": 2, "schedule": "10 0 * * *", "timeZone": ""}]}
}

test_near if {
	count(violation) == 0 with input as {"documents": [{"index": 0, "schedule": "0 0 * * *", "timeZone": ""}, {"index": 1, "schedule": "0 0 * * *", "timeZone": "Etc/UTC"}, {"index": 2, "schedule": "", "timeZone": ""}]}
}
