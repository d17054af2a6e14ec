package api

import (
	"fmt"
	"strings"

	"github.com/robfig/cron/v3"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
)

// The rules about schedules.
const (
	ruleSchedule     = "schedule"
	ruleScheduleZone = "schedule-time-zone"
)

func checkSchedule(spec field.Value) {
	schedule := spec.Get("schedule")
	text := schedule.Str()
	if text == "" {
		schedule.Problem(ruleSchedule, field.Required, "schedule is missing: expected five fields such as 30 2 * * *, or @daily")
		return
	}
	if err := parse(text); err != nil {
		report := schedule.Problem
		if schedule.Checker().Since(29) && onlyZone(text) {
			report = schedule.Consequence // of what follows
		}
		report(ruleSchedule, field.Invalid, "schedule %q cannot be read: %s", text, explain(text, err))
	}
	if !strings.Contains(text, "TZ") {
		return
	}
	switch zone := spec.Get("timeZone"); {
	case schedule.Checker().Since(29):
		schedule.Problem(ruleScheduleZone, field.Invalid, "a time zone in the schedule (TZ, CRON_TZ) is not allowed: %s", zoneAdvice(text, zone))
	case zone.IsSet():
		schedule.Problem(ruleScheduleZone, field.Invalid, "the time zone stands in timeZone and in the schedule (TZ, CRON_TZ): remove the latter")
	default:
		schedule.Warn(ruleScheduleZone, "a time zone in the schedule (TZ, CRON_TZ) is not supported, and refused since Kubernetes 1.29: %s", zoneAdvice(text, zone))
	}
}

// onlyZone says whether the time zone in front of a schedule is all that is wrong with it, or all there is.
func onlyZone(text string) bool {
	zone, rest, _ := strings.Cut(text, " ")
	return (strings.HasPrefix(zone, "TZ=") || strings.HasPrefix(zone, "CRON_TZ=")) && (rest == "" || parse(rest) == nil)
}

// zoneAdvice says where the time zone of a schedule belongs.
func zoneAdvice(schedule string, zone field.Value) string {
	prefix, _, _ := strings.Cut(schedule, " ")
	_, name, _ := strings.Cut(prefix, "=")
	switch {
	case zone.IsSet():
		return "remove it, since there is timeZone"
	case name != "" && isZone(name):
		return "remove it, and set timeZone: " + name
	default:
		return "use timeZone"
	}
}

// parse reads a schedule with the parser of the CronJob controller, which panics on some.
func parse(text string) (err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	_, err = cron.ParseStandard(text)
	return err
}

const fields = "minute, hour, day of month, month, day of week"

// explain puts the parser's words into ours.
func explain(text string, err error) string {
	said := err.Error()
	parts := strings.Fields(text)
	switch {
	case strings.HasPrefix(text, "@every"):
		return "expected @every and a duration, such as @every 90m; " + said
	case text == "@reboot":
		return "Kubernetes has no @reboot"
	case strings.HasPrefix(text, "@"):
		return "expected @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly or @every DURATION, in lower case and nothing behind it"
	case strings.Contains(text, "TZ="):
		return "expected five fields: " + fields
	case len(parts) == 6:
		return "it has 6 fields, expected 5: " + fields + "; there is none for seconds or the year"
	case len(parts) != 5:
		return fmt.Sprintf("it has %d fields, expected 5: %s", len(parts), fields)
	}
	for i, part := range parts {
		if hint := wrongField(i, part); hint != "" {
			return hint
		}
	}
	return said
}

// wrongField says what is wrong with one of the five fields; it is empty where nothing is.
func wrongField(i int, part string) string {
	lone := []string{"*", "*", "*", "*", "*"}
	lone[i] = part
	err := parse(strings.Join(lone, " "))
	if err == nil {
		return ""
	}
	place := strings.Split(fields, ", ")[i] + " " + fmt.Sprintf("%q", part)
	limits := []string{"0-59", "0-23", "1-31", "1-12 or jan-dec", "0-6 (0 is Sunday) or sun-sat"}[i]
	switch {
	case strings.ContainsAny(part, "#LW") && i >= 2:
		return place + ": L, W and # are not known here; expected " + limits
	case part == "H" || strings.HasPrefix(part, "H/"):
		return place + ": H is for Jenkins; expected " + limits
	case strings.Contains(err.Error(), "step of range"):
		return place + ": a step must be 1 or more"
	default:
		return place + ": expected " + limits + ", also lists (1,2), ranges (1-5) and steps (*/5)"
	}
}
