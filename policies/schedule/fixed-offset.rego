# METADATA
# title: "A time zone without summer time"
# description: >-
#   timeZone is an abbreviation or an offset that knows no summer time, or means the opposite.
# custom:
#   severity: warning
#   since: "1.25"
#   why: >-
#     EST, MST and HST stand for one offset all year round: in summer the run comes an hour late on the clocks
#     of the people there. In Etc/GMT+5 the sign is turned round: it is five hours behind, not ahead of,
#     Greenwich.
#   fix: >-
#     Name a place, such as America/New_York.
#   evidence:
#   - https://data.iana.org/time-zones/theory.html
package schedule.fixed_offset

import data.lib

violation contains lib.found(input.cron, "timeZone", message) if {
	input.cron.timeZone in {"EST", "MST", "HST"}
	message := sprintf("%s has no summer time: for the clocks of a place, name one, such as %s", [input.cron.timeZone, {"EST": "America/New_York", "MST": "America/Denver", "HST": "Pacific/Honolulu"}[input.cron.timeZone]])
}

violation contains lib.found(input.cron, "timeZone", message) if {
	some sign, way in ways
	startswith(input.cron.timeZone, sign)
	hours := substring(input.cron.timeZone, 8, -1)
	hours != "0"
	message := sprintf("%s is %s hours %s Greenwich, against what its sign says, and has no summer time: name a place", [input.cron.timeZone, hours, way])
}

# ways are those in which these zones differ from UTC: not as their signs say.
ways := {"Etc/GMT+": "behind", "Etc/GMT-": "ahead of"}
