package api

import (
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

const ruleTimeZone = "time-zone"

// maxZonePart is how long a part of a time zone's name may be (data.iana.org/time-zones/theory.html).
const maxZonePart = 14

func checkTimeZone(zone field.Value) {
	name := zone.Str()
	switch {
	case !zone.IsSet():
	case name == "":
		zone.Problem(ruleTimeZone, field.Invalid, "timeZone is empty: name one such as Europe/Berlin, or leave it out")
	case strings.EqualFold(name, "Local"):
		zone.Problem(ruleTimeZone, field.Invalid, "timeZone is %s: name one such as Europe/Berlin", name)
	case zone.Checker().Since(27) && !isZoneName(name), !isZone(name):
		zone.Problem(ruleTimeZone, field.Invalid, "unknown time zone %q%s", name, similarZone(name))
	}
}

// isZoneName says whether a name could be one of a time zone: parts of letters, digits and .-_+ between slashes.
func isZoneName(name string) bool {
	for part := range strings.SplitSeq(name, "/") {
		if part == "" || part == "." || part == ".." || part[0] == '-' || len(part) > maxZonePart || strings.TrimFunc(part, isZoneRune) != "" {
			return false
		}
	}
	return true
}

func isZoneRune(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune(".-_+", r)
}

func isZone(name string) bool {
	_, err := time.LoadLocation(name)
	return err == nil
}

// similarZone helps with what people write in place of a time zone's name.
func similarZone(name string) string {
	if len(name) > 2*maxZonePart {
		return ""
	}
	var parts []string
	for part := range strings.SplitSeq(strings.ReplaceAll(name, " ", "_"), "/") {
		var words []string
		for word := range strings.SplitSeq(part, "_") {
			if word != "" {
				word = strings.ToUpper(word[:1]) + strings.ToLower(word[1:])
			}
			words = append(words, word)
		}
		parts = append(parts, strings.Join(words, "_"))
	}
	for _, candidate := range []string{strings.Join(parts, "/"), strings.ToUpper(name), "Etc/" + strings.ToUpper(name)} {
		if candidate != name && isZoneName(candidate) && isZone(candidate) {
			return ": did you mean " + candidate + "?"
		}
	}
	return ": expected a name such as Europe/Berlin or Etc/UTC"
}
