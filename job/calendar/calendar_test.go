package calendar_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/calendar"
)

func at(t *testing.T, text string) time.Time {
	t.Helper()
	parsed, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

func cronJob(t *testing.T, schedule string, change ...func(*job.CronJob)) job.CronJob {
	t.Helper()
	c := job.CronJob{
		Metadata: job.Metadata{Name: "backup", UID: "c", CreationTimestamp: at(t, "2026-03-01 00:30")},
		Spec:     job.CronJobSpec{Schedule: schedule, ConcurrencyPolicy: "Allow"},
	}
	for _, f := range change {
		f(&c)
	}
	return c
}

// run is a Job: "NAME SCHEDULED STARTED ENDED STATE", each time as HH:MM of 2026-03-01, - if there is none.
func run(t *testing.T, text string) job.Job {
	t.Helper()
	f := strings.Fields(text)
	when := func(hour string) time.Time {
		if hour == "-" {
			return time.Time{}
		}
		return at(t, "2026-03-01 "+hour)
	}
	controller := true
	j := job.Job{Metadata: job.Metadata{
		Name: f[0], UID: f[0], CreationTimestamp: when(f[2]), OwnerReferences: []job.OwnerReference{{UID: "c", Controller: &controller}},
	}}
	j.Metadata.Annotations = map[string]string{job.InstantiateAnnotation: "manual"}
	if scheduled := when(f[1]); !scheduled.IsZero() {
		j.Metadata.Annotations = map[string]string{job.ScheduledAnnotation: scheduled.Format(time.RFC3339)}
	}
	j.Status.StartTime = when(f[2])
	if ended := when(f[3]); !ended.IsZero() {
		j.Status.Conditions = []job.Condition{{Type: f[4], Status: "True", LastTransitionTime: ended}}
		if f[4] == "Complete" {
			j.Status.CompletionTime = ended
		}
	}
	return j
}

func event(t *testing.T, hour, reason, message string) job.Event {
	t.Helper()
	return job.Event{InvolvedObject: job.ObjectReference{UID: "c"}, Reason: reason, Message: message, LastTimestamp: at(t, "2026-03-01 "+hour)}
}

func tell(c calendar.Calendar) []string {
	var lines []string
	for _, r := range c.Runs {
		lines = append(lines, fmt.Sprintf("run %s %s late %s manual %v", r.At().Format("15:04"), r.Job.Metadata.Name, r.Late(), r.Manual()))
	}
	for _, m := range c.Missed {
		lines = append(lines, fmt.Sprintf("missed %s %s due %v", m.Scheduled.Format("15:04"), m.Why, m.Due))
	}
	for _, o := range c.Overlaps {
		lines = append(lines, fmt.Sprintf("overlap %s %s %s", o.Earlier.Metadata.Name, o.Later.Metadata.Name, o.Duration))
	}
	return lines
}

func TestCalendar(t *testing.T) {
	policy := func(p string) func(*job.CronJob) { return func(c *job.CronJob) { c.Spec.ConcurrencyPolicy = p } }
	last := func(hour string) func(*job.CronJob) {
		return func(c *job.CronJob) { c.Status.LastScheduleTime = at(t, "2026-03-01 "+hour) }
	}
	for _, test := range []struct {
		name   string
		cron   job.CronJob
		now    string
		jobs   []job.Job
		events []job.Event
		want   []string
	}{
		{"all is well", cronJob(t, "0 * * * *"), "03:10", []job.Job{
			run(t, "one 01:00 01:00 01:05 Complete"), run(t, "three 03:00 03:02 - -"), run(t, "two 02:00 02:00 02:05 Failed"), run(t, "other - 02:30 02:31 Complete"),
		}, nil, []string{
			"run 03:00 three late 2m0s manual false", "run 02:30 other late 0s manual true", "run 02:00 two late 0s manual false", "run 01:00 one late 0s manual false",
		}},
		{"just due", cronJob(t, "10 3 * * *"), "03:10", nil, nil, nil},
		{"Forbid, and the run before it went on", cronJob(t, "0 * * * *", policy("Forbid"), last("01:00")), "03:10", []job.Job{
			run(t, "one 01:00 01:00 - -"),
		}, nil, []string{
			"run 01:00 one late 0s manual false",
			"missed 03:00 one was not over (concurrencyPolicy Forbid) due true", "missed 02:00 one was not over (concurrencyPolicy Forbid) due false",
		}},
		{"Forbid, and the deadline has passed", cronJob(t, "0 * * * *", policy("Forbid"), last("01:00"), func(c *job.CronJob) { c.Spec.StartingDeadlineSeconds = new(int64(60)) }), "02:10", []job.Job{
			run(t, "one 01:00 01:00 - -"),
		}, nil, []string{"run 01:00 one late 0s manual false", "missed 02:00 one was not over (concurrencyPolicy Forbid) due false"}},
		{"Allow, and they overlap", cronJob(t, "0 * * * *"), "03:10", []job.Job{
			run(t, "one 01:00 01:00 - -"), run(t, "two 02:00 02:00 02:20 Complete"), run(t, "three 03:00 03:00 - -"),
		}, nil, []string{
			"run 03:00 three late 0s manual false", "run 02:00 two late 0s manual false", "run 01:00 one late 0s manual false",
			"overlap one three 10m0s", "overlap one two 20m0s",
		}},
		{"events tell", cronJob(t, "0 * * * *"), "03:10", nil, []job.Event{
			event(t, "01:00", "FailedCreate", "Error creating job: quota"), event(t, "02:30", "MissSchedule", "Missed scheduled time to start a job: Sun, 01 Mar 2026 02:00:00 +0000"),
		}, []string{
			"missed 03:00  due false", "missed 02:00 it could not start within startingDeadlineSeconds (0) due false", "missed 01:00 Error creating job: quota due false",
		}},
		{"the history limit may have deleted it", cronJob(t, "0 * * * *", func(c *job.CronJob) { c.Spec.SuccessfulJobsHistoryLimit = new(int32(1)) }), "04:10", []job.Job{
			run(t, "three 03:00 03:00 03:05 Complete"), run(t, "four 04:00 04:00 - -"),
		}, nil, []string{"run 04:00 four late 0s manual false", "run 03:00 three late 0s manual false"}},
		{"after what is kept, it cannot have been", cronJob(t, "0 * * * *", func(c *job.CronJob) { c.Spec.SuccessfulJobsHistoryLimit = new(int32(1)) }), "04:10", []job.Job{
			run(t, "two 02:00 02:00 02:05 Complete"), run(t, "four 04:00 04:00 - -"),
		}, nil, []string{"run 04:00 four late 0s manual false", "run 02:00 two late 0s manual false", "missed 03:00  due false"}},
		{"the schedule was another", cronJob(t, "0 * * * *"), "03:10", []job.Job{
			run(t, "odd 01:30 01:30 01:31 Complete"), run(t, "three 03:00 03:00 03:05 Complete"),
		}, nil, []string{"run 03:00 three late 0s manual false", "run 01:30 odd late 0s manual false", "missed 02:00  due false"}},
		{"suspended", cronJob(t, "0 * * * *", last("01:00"), func(c *job.CronJob) { c.Spec.Suspend = new(true) }), "04:10", []job.Job{
			run(t, "one 01:00 01:00 01:05 Complete"),
		}, nil, []string{"run 01:00 one late 0s manual false"}},
		{"every", cronJob(t, "@every 1h", last("01:10")), "04:00", []job.Job{
			run(t, "one 01:10 01:10 01:15 Complete"),
		}, nil, []string{"run 01:10 one late 0s manual false", "missed 03:10  due false", "missed 02:10  due false"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := tell(calendar.Of(test.cron, append(test.jobs, job.Job{Metadata: job.Metadata{Name: "alien"}}), test.events, at(t, "2026-03-01 "+test.now)))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestNext(t *testing.T) {
	in := func(zone string) func(*job.CronJob) { return func(c *job.CronJob) { c.Spec.TimeZone = &zone } }
	for _, test := range []struct {
		name   string
		cron   job.CronJob
		want   []string
		broken string
	}{
		{"across a change of the clocks", cronJob(t, "30 2 * * *", in("Europe/Berlin")), []string{
			"2026-03-28 02:30 +0100", "2026-03-30 02:30 +0200", "2026-03-31 02:30 +0200",
		}, ""},
		{"UTC without a zone", cronJob(t, "0 3 * * *"), []string{"2026-03-28 03:00 +0000", "2026-03-29 03:00 +0000", "2026-03-30 03:00 +0000"}, ""},
		{"a zone in the schedule", cronJob(t, "TZ=Asia/Tokyo 0 3 * * *"), []string{"2026-03-28 03:00 +0900", "2026-03-29 03:00 +0900", "2026-03-30 03:00 +0900"}, ""},
		{"every, from the last run", cronJob(t, "@every 90m", func(c *job.CronJob) { c.Status.LastScheduleTime = at(t, "2026-03-27 11:10") }), []string{
			"2026-03-27 12:40 +0000", "2026-03-27 14:10 +0000", "2026-03-27 15:40 +0000",
		}, ""},
		{"suspended", cronJob(t, "0 3 * * *", func(c *job.CronJob) { c.Spec.Suspend = new(true) }), nil, ""},
		{"never", cronJob(t, "0 3 31 2 *"), nil, `no date fits the schedule "0 3 31 2 *"`},
		{"unreadable", cronJob(t, "0 3 * *"), nil, `schedule "0 3 * *" cannot be read`},
		{"unknown zone", cronJob(t, "0 3 * * *", in("Europe/Atlantis")), nil, `time zone "Europe/Atlantis" is not known here`},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := calendar.Of(test.cron, nil, nil, at(t, "2026-03-27 12:00"))
			var got []string
			for _, n := range c.Next(3) {
				got = append(got, n.Format("2006-01-02 15:04 -0700"))
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
			if c.Broken != test.broken {
				t.Errorf("broken: got %q, want %q", c.Broken, test.broken)
			}
		})
	}
}

func TestScheduledBeforeTheAnnotation(t *testing.T) {
	j := run(t, "backup-29539740 - 03:00 - -")
	delete(j.Metadata.Annotations, job.InstantiateAnnotation)
	got, ok := j.Scheduled(cronJob(t, "0 * * * *"))
	if want := time.Unix(29539740*60, 0); !ok || !got.Equal(want) {
		t.Errorf("got %s %v, want %s", got, ok, want)
	}
}
