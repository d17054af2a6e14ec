package schedule

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/robfig/cron/v3"
)

var now = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

func days(list []time.Time) []string {
	var texts []string
	for _, d := range list {
		texts = append(texts, d.Format(time.DateOnly))
	}
	return texts
}

func TestGaps(t *testing.T) {
	const day = 24 * time.Hour
	for _, tc := range []struct {
		schedule          string
		shortest, longest time.Duration
	}{
		{"* * * * *", time.Minute, time.Minute},
		{"*/15 * * * *", 15 * time.Minute, 15 * time.Minute},
		{"*/45 * * * *", 15 * time.Minute, 45 * time.Minute},
		{"* 2 * * *", time.Minute, 23*time.Hour + time.Minute},
		{"0 3,9 * * *", 6 * time.Hour, 18 * time.Hour},
		{"30 2 * * *", day, day},
		{"0 0 */2 * *", day, 2 * day},
		{"0 6 1 * *", 28 * day, 31 * day},
		{"0 0 29 2 *", 0, 0},
		{"0 0 31 2 *", 0, 0},
		{"0 0 1 1 *", 365 * day, 365 * day},
		{"@weekly", 7 * day, 7 * day},
	} {
		s := New(tc.schedule, time.UTC, now)
		if s.Shortest != tc.shortest || s.Longest != tc.longest {
			t.Errorf("%s: got %s to %s; expected %s to %s", tc.schedule, s.Shortest, s.Longest, tc.shortest, tc.longest)
		}
		if want := runs(t, tc.schedule); s.Runs != want {
			t.Errorf("%s: got %d runs, expected %d", tc.schedule, s.Runs, want)
		}
	}
	if s := New("@every 90m", time.UTC, now); s.Runs != 365*16 || s.Shortest != 90*time.Minute || s.Longest != 90*time.Minute {
		t.Errorf("@every 90m: got %+v", s)
	}
}

// runs counts as the parser does, to the end of the day in a year.
func runs(t *testing.T, text string) (n int) {
	t.Helper()
	parsed, err := cron.ParseStandard(text)
	if err != nil {
		t.Fatal(err)
	}
	end := time.Date(2026, 11, 23+366, 0, 0, 0, 0, time.UTC)
	for at := parsed.Next(now); !at.IsZero() && at.Before(end); at = parsed.Next(at) {
		n++
	}
	return n
}

// The first runs are those that the parser tells.
func TestFirst(t *testing.T) {
	for _, text := range []string{"*/7 3,9 * * *", "0 0 13 * 5", "0 0 29 2 *", "59 23 31 12 *", "0 12 * * 1-5", "0 0 */3 * 1"} {
		s := New(text, time.UTC, now)
		parsed, err := cron.ParseStandard(text)
		if err != nil {
			t.Fatal(err)
		}
		at := now
		for _, got := range s.First {
			at = parsed.Next(at)
			if !got.Equal(at) {
				t.Errorf("%s: got %s, expected %s", text, got, at)
			}
		}
		if len(s.First) == 0 {
			t.Errorf("%s: no runs", text)
		}
	}
}

func TestNever(t *testing.T) {
	for text, want := range map[string]bool{"0 0 31 2 *": true, "0 0 30 2 *": true, "0 0 31 4,6,9,11 *": true, "0 0 29 2 *": false, "0 0 31 2 1": false} {
		if got := New(text, time.UTC, now).Never(); got != want {
			t.Errorf("%s: got %v, expected %v", text, got, want)
		}
	}
}

func TestChangesOfTheClock(t *testing.T) {
	for _, tc := range []struct {
		schedule, zone string
		twice, skipped []string
	}{
		{"0 2 * * *", "Europe/Berlin", []string{"2027-10-31"}, []string{"2027-03-28"}},
		{"30 2 * * *", "Europe/Berlin", []string{"2027-10-31"}, []string{"2027-03-28"}},
		{"30 1 * * *", "America/New_York", []string{"2027-11-07"}, nil},
		{"30 2 * * *", "America/New_York", nil, []string{"2027-03-14"}},
		{"30 2 * * 1", "Europe/Berlin", nil, nil},
		{"15 4 * * *", "Europe/Berlin", nil, nil},
		{"0 3 * * *", "Europe/Berlin", nil, nil},
		{"*/15 * * * *", "Europe/Berlin", nil, nil},
		{"30 2 * * *", "Etc/UTC", nil, nil},
		{"0 2 * * *", "Australia/Lord_Howe", nil, []string{"2027-10-03"}},
		{"CRON_TZ=Europe/Berlin 30 2 * * *", "Etc/UTC", []string{"2027-10-31"}, []string{"2027-03-28"}},
	} {
		s := New(tc.schedule, zone(t, tc.zone), now)
		if diff := cmp.Diff(tc.twice, days(s.Twice)); diff != "" {
			t.Errorf("%s in %s, twice: %s", tc.schedule, tc.zone, diff)
		}
		if diff := cmp.Diff(tc.skipped, days(s.Skipped)); diff != "" {
			t.Errorf("%s in %s, skipped: %s", tc.schedule, tc.zone, diff)
		}
	}
}

func FuzzNew(f *testing.F) {
	for _, text := range []string{"* * * * *", "@every 1s", "TZ=", "CRON_TZ=Europe/Berlin 0 2 * * *", "0 0 31 2 *", "@every 1ns"} {
		f.Add(text)
	}
	berlin, err := time.LoadLocation("Europe/Berlin")
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := New(text, berlin, now)
		if s != nil && (s.Shortest > s.Longest || s.Runs < 0) {
			t.Errorf("%q: %+v", text, s)
		}
		Fields(text)
	})
}
