package policy

import (
	"time"

	"github.com/kubectl-job/kubectl-job/job/schedule"
	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// cron are the facts about the spec of the CronJob.
func (b *builder) cron() *plan.Object {
	s := b.root.Get("spec")
	o := at(s).
		With("written", written(s)).
		With("schedule", plan.String(s.Get("schedule").Str())).
		With("concurrencyPolicy", plan.String(s.Get("concurrencyPolicy").StrOr("Allow"))).
		With("suspend", plan.Bool(s.Get("suspend").Bool())).
		With("successfulJobsHistoryLimit", plan.Int(s.Get("successfulJobsHistoryLimit").IntOr(3))).
		With("failedJobsHistoryLimit", plan.Int(s.Get("failedJobsHistoryLimit").IntOr(1)))
	text(o, "timeZone", s.Get("timeZone"))
	number(o, "startingDeadlineSeconds", s.Get("startingDeadlineSeconds"))
	zone := location(s.Get("timeZone").Str())
	if facts := schedule.New(s.Get("schedule").Str(), zone, b.Now); facts != nil {
		o.With("runs", runs(facts, s.Get("schedule").Str()))
	}
	return o
}

// location is UTC where no time zone is set: most control planes run in it.
func location(name string) *time.Location {
	zone, err := time.LoadLocation(name)
	if err != nil {
		return time.UTC
	}
	return zone
}

func runs(s *schedule.Schedule, text string) *plan.Object {
	o := plan.NewObject(12).
		With("never", plan.Bool(s.Never())).
		With("inAYear", plan.Int(s.Runs)).
		With("shortest", seconds(s.Shortest)).
		With("longest", seconds(s.Longest)).
		With("every", seconds(s.Every)).
		With("eitherDay", plan.Bool(s.Restricted())).
		With("twice", days(s.Twice)).
		With("skipped", days(s.Skipped))
	first := make([]plan.Value, 0, len(s.First))
	for _, t := range s.First {
		first = append(first, plan.String(t.Format("Mon 2006-01-02 15:04")))
	}
	o.With("next", plan.NewArray(first...))
	if fields := schedule.Fields(text); fields != nil {
		o.With("fields", plan.NewObject(5).With("minute", plan.String(fields[0])).With("hour", plan.String(fields[1])).
			With("dayOfMonth", plan.String(fields[2])).With("month", plan.String(fields[3])).With("dayOfWeek", plan.String(fields[4])))
	}
	return o
}

func days(list []time.Time) *plan.Array {
	items := make([]plan.Value, 0, len(list))
	for _, t := range list {
		items = append(items, plan.String(t.Format(time.DateOnly)))
	}
	return plan.NewArray(items...)
}
