# What the rules share.
package lib

# found is a finding about a field of a part of the document.
found(part, field, message) := {"path": path(part, field), "message": message}

# path is a field of a part: the path of the part itself, if the field is empty.
path(part, field) := part.at if {
	field == ""
} else := sprintf("%s.%s", [part.at, field])

# set and remove are the edits of a fix.
set(part, field, value) := {"op": "set", "path": path(part, field), "value": value}

remove(part, field) := {"op": "remove", "path": path(part, field)}

# mains are the containers whose end is the end of the Pod.
mains contains c if {
	some c in input.containers
	c.role == "main"
}

# commands are the words that a container runs.
words(container) := array.concat(container.command, container.args)

# duration writes seconds as a person would: 90 seconds, 15 minutes, 36 hours, 3 days.
duration(seconds) := sprintf("%d days", [seconds / 86400]) if {
	seconds >= 172800
	seconds % 86400 == 0
} else := sprintf("%d hours", [seconds / 3600]) if {
	seconds >= 7200
	seconds % 3600 == 0
} else := sprintf("%d minutes", [seconds / 60]) if {
	seconds >= 120
	seconds % 60 == 0
} else := "1 second" if {
	seconds == 1
} else := sprintf("%d seconds", [seconds])
