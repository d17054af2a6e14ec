// Package schedule works out when a CronJob runs, as the CronJob controller would (pkg/controller/cronjob, with
// github.com/robfig/cron/v3): how often, how regularly, and on which days of the coming year a change of the clocks makes it
// run twice or not at all.
package schedule

import (
	"iter"
	"math/bits"
	"slices"
	"strings"
	"time"

	"github.com/robfig/cron/v3"
)

// Schedule is a schedule in a time zone. Times that it tells are of the wall clock there.
type Schedule struct {
	// Every is the interval of @every; zero for any other schedule.
	Every time.Duration
	// Runs are how many there are in the coming year; for @every, how many fit.
	Runs int
	// First are the next runs, three at most.
	First []time.Time
	// Shortest and Longest are the least and the most time between two runs of the coming year (of five, if it has fewer than
	// two). They are zero if there are no two runs.
	Shortest, Longest time.Duration
	// Twice and Skipped are the days of the coming year on which a run of that day comes twice, or never, because the clocks
	// change.
	Twice, Skipped []time.Time

	spec *cron.SpecSchedule
	zone *time.Location
	day  int // how many runs the day had whose gaps were taken in
}

// years is how far ahead the parser looks for a run.
const years = 5

// New reads a schedule, whose time zone may stand in it as TZ= or CRON_TZ=. It is nil if it cannot be read.
func New(text string, zone *time.Location, now time.Time) *Schedule {
	parsed := parse(text)
	switch p := parsed.(type) {
	case cron.ConstantDelaySchedule:
		return every(p.Delay, now)
	case *cron.SpecSchedule:
		if p.Location != nil && p.Location != time.Local {
			zone = p.Location
		}
		s := &Schedule{spec: p, zone: zone}
		s.count(now.In(zone))
		s.changes(zone, now)
		return s
	default:
		return nil
	}
}

// parse is nil for what cannot be read; the parser panics on some texts.
func parse(text string) (s cron.Schedule) {
	defer func() {
		if recover() != nil {
			s = nil
		}
	}()
	s, err := cron.ParseStandard(text)
	if err != nil {
		return nil
	}
	return s
}

const year = 365 * 24 * time.Hour

func every(d time.Duration, now time.Time) *Schedule {
	s := &Schedule{Every: d, Runs: int(year / d), Shortest: d, Longest: d}
	for i := range min(s.Runs, 3) {
		s.First = append(s.First, now.Add(time.Duration(i+1)*d))
	}
	return s
}

// Never says that no run will ever come.
func (s *Schedule) Never() bool { return len(s.First) == 0 }

// Zone is the time zone of the schedule; nil for @every.
func (s *Schedule) Zone() *time.Location { return s.zone }

// After are the runs after a time, as the CronJob controller counts them (pkg/controller/cronjob/utils.go,
// nextScheduleTime): those of @every go on from the last run, or from the creation of the CronJob.
func (s *Schedule) After(t, last time.Time) iter.Seq[time.Time] {
	return func(yield func(time.Time) bool) {
		if s.Every > 0 {
			if t.After(last) {
				last = last.Add(t.Sub(last).Truncate(s.Every))
			}
			for last = last.Add(s.Every); yield(last); {
				last = last.Add(s.Every)
			}
			return
		}
		in := s.in(s.zone)
		for t = in.Next(t.In(s.zone)); !t.IsZero() && yield(t); {
			t = in.Next(t)
		}
	}
}

// in is the schedule as the controller's library reads it, in a time zone.
func (s *Schedule) in(zone *time.Location) *cron.SpecSchedule {
	return &cron.SpecSchedule{
		Second: s.spec.Second, Minute: s.spec.Minute, Hour: s.spec.Hour, Dom: s.spec.Dom, Month: s.spec.Month, Dow: s.spec.Dow, Location: zone,
	}
}

// Restricted says whether both the day of the month and the day of the week are, which means that either is enough.
func (s *Schedule) Restricted() bool { return s.spec != nil && !star(s.spec.Dom) && !star(s.spec.Dow) }

// star is the bit by which the parser knows fields that begin with * (or ?) and have no step.
func star(field uint64) bool { return field>>63 == 1 }

// minutes are those of a day at which a run comes, in order.
func (s *Schedule) minutes() []int {
	list := make([]int, 0, bits.OnesCount64(s.spec.Hour&(1<<24-1))*bits.OnesCount64(s.spec.Minute&(1<<60-1)))
	for hour := range 24 {
		for minute := range 60 {
			if s.spec.Hour>>hour&1 == 1 && s.spec.Minute>>minute&1 == 1 {
				list = append(list, hour*60+minute)
			}
		}
	}
	return list
}

// date is a day of the calendar.
type date struct {
	year    int
	month   time.Month
	day     int
	weekday time.Weekday
	last    int // day of the month
}

func dateOf(t time.Time) date {
	d := date{year: t.Year(), month: t.Month(), day: t.Day(), weekday: t.Weekday()}
	d.last = lastOf(d.year, d.month)
	return d
}

func lastOf(year int, month time.Month) int {
	return time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

func (d date) next() date {
	d.weekday = (d.weekday + 1) % 7
	if d.day++; d.day <= d.last {
		return d
	}
	d.day = 1
	if d.month++; d.month > time.December {
		d.year, d.month = d.year+1, time.January
	}
	d.last = lastOf(d.year, d.month)
	return d
}

// on says whether a run may come on a day.
func (s *Schedule) on(d date) bool {
	if s.spec.Month>>d.month&1 == 0 {
		return false
	}
	ofMonth, ofWeek := s.spec.Dom>>d.day&1 == 1, s.spec.Dow>>d.weekday&1 == 1
	if s.Restricted() {
		return ofMonth || ofWeek
	}
	return ofMonth && ofWeek
}

// count goes through the days of the coming year, and on to the second one with a run, as if the clocks never changed.
func (s *Schedule) count(now time.Time) {
	minutes := s.minutes()
	if len(minutes) == 0 {
		return
	}
	date := dateOf(now)
	last := -1
	for day := 0; day < years*366; day, date = day+1, date.next() {
		if day >= 366 && (s.Runs > 1 || s.Longest > 0) {
			break
		}
		if !s.on(date) {
			continue
		}
		todays := minutes
		if day == 0 {
			passed := now.Hour()*60 + now.Minute()
			from, _ := slices.BinarySearch(minutes, passed+1)
			todays = minutes[from:]
		}
		if len(todays) == 0 {
			continue
		}
		if day < 366 {
			s.Runs += len(todays)
		}
		s.first(date, todays, now.Location())
		s.gaps(day, last, todays)
		last = day*24*60 + todays[len(todays)-1]
	}
}

func (s *Schedule) first(d date, minutes []int, zone *time.Location) {
	for _, m := range minutes[:min(len(minutes), 3-len(s.First))] {
		s.First = append(s.First, time.Date(d.year, d.month, d.day, m/60, m%60, 0, 0, zone))
	}
}

// gaps takes in the times between the runs of a day, and since the last one before it. The runs of a whole day are always
// equally far apart, so that they are looked at for the first one only.
func (s *Schedule) gaps(day, last int, minutes []int) {
	if last >= 0 {
		s.gap(day*24*60 + minutes[0] - last)
	}
	if s.day == len(minutes) {
		return
	}
	s.day = len(minutes)
	for i := 1; i < len(minutes); i++ {
		s.gap(minutes[i] - minutes[i-1])
	}
}

func (s *Schedule) gap(minutes int) {
	d := time.Duration(minutes) * time.Minute
	s.Longest = max(s.Longest, d)
	if s.Shortest == 0 || d < s.Shortest {
		s.Shortest = d
	}
}

// changes looks at the days of the coming year on which the clocks change, and asks the parser for the runs around them. A
// schedule for every hour is meant to follow the clock.
func (s *Schedule) changes(zone *time.Location, now time.Time) {
	const everyHour = 1<<24 - 1
	if s.spec.Hour&everyHour == everyHour {
		return
	}
	for _, at := range transitions(zone, now) {
		s.change(at, zone)
	}
}

// change compares the runs around a change of the clocks with those that the fields name.
func (s *Schedule) change(at time.Time, zone *time.Location) {
	const around = 12 * time.Hour
	seen := map[string]int{}
	next := s.in(zone)
	end := at.Add(around)
	for t := next.Next(at.Add(-around).In(zone)); !t.IsZero() && t.Before(end); t = next.Next(t) {
		if seen[t.Format(wall)]++; seen[t.Format(wall)] == 2 {
			s.Twice = appendDay(s.Twice, t)
		}
	}
	_, before := at.Add(-time.Second).In(zone).Zone()
	_, after := at.In(zone).Zone()
	// Between these two readings of the clock there is nothing on that day.
	from, to := at.UTC().Add(time.Duration(before)*time.Second), at.UTC().Add(time.Duration(after)*time.Second)
	for t := from.Truncate(time.Minute); t.Before(to); t = t.Add(time.Minute) {
		named := s.on(dateOf(t)) && s.spec.Hour>>t.Hour()&1 == 1 && s.spec.Minute>>t.Minute()&1 == 1
		if named && seen[t.Format(wall)] == 0 {
			s.Skipped = appendDay(s.Skipped, t)
		}
	}
}

const wall = "2006-01-02 15:04"

func appendDay(days []time.Time, t time.Time) []time.Time {
	day := time.Date(t.Year(), t.Month(), t.Day(), 0, 0, 0, 0, time.UTC)
	if n := len(days); n > 0 && days[n-1].Equal(day) {
		return days
	}
	return append(days, day)
}

// transitions are the times of the coming year at which the clocks of a zone change.
func transitions(zone *time.Location, now time.Time) []time.Time {
	var list []time.Time
	for t, end := now, now.Add(year); t.Before(end); {
		_, next := t.In(zone).ZoneBounds()
		if next.IsZero() || !next.Before(end) {
			break
		}
		_, before := next.Add(-time.Second).In(zone).Zone()
		if _, after := next.In(zone).Zone(); before != after {
			list = append(list, next)
		}
		t = next
	}
	return list
}

// Fields are the five of a schedule; for a name such as @daily, those that it stands for. It is nil for @every.
func Fields(text string) []string {
	if zone, rest, ok := strings.Cut(text, " "); ok && strings.Contains(zone, "TZ=") {
		text = rest
	}
	switch strings.TrimSpace(text) {
	case "@yearly", "@annually":
		text = "0 0 1 1 *"
	case "@monthly":
		text = "0 0 1 * *"
	case "@weekly":
		text = "0 0 * * 0"
	case "@daily", "@midnight":
		text = "0 0 * * *"
	case "@hourly":
		text = "0 * * * *"
	}
	fields := strings.Fields(text)
	if len(fields) != 5 {
		return nil
	}
	return fields
}
