package analyze_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/job"
)

// nightly has runs at each midnight before now, which took so many minutes; a negative number failed.
func nightly(minutes ...int) (c job.CronJob, jobs []job.Job) {
	c = job.CronJob{
		Metadata: job.Metadata{Name: "backup", Namespace: "d", UID: "c", CreationTimestamp: now.Add(-100 * 24 * time.Hour)},
		Spec:     job.CronJobSpec{Schedule: "0 0 * * *", ConcurrencyPolicy: "Allow", SuccessfulJobsHistoryLimit: new(int32(100)), FailedJobsHistoryLimit: new(int32(100))},
	}
	midnight := now.Truncate(24 * time.Hour)
	c.Metadata.CreationTimestamp = midnight.Add(-time.Duration(len(minutes)-1)*24*time.Hour - time.Hour)
	c.Status.LastScheduleTime = midnight
	for i, took := range minutes {
		at := midnight.Add(-time.Duration(len(minutes)-1-i) * 24 * time.Hour)
		j := job.Job{Metadata: job.Metadata{
			Name: fmt.Sprintf("backup-%d", at.Unix()/60), Namespace: "d", UID: fmt.Sprint(i), CreationTimestamp: at,
			OwnerReferences: []job.OwnerReference{{UID: "c", Kind: "CronJob", Name: "backup", Controller: new(true)}},
		}}
		j.Status.StartTime = at
		kind, end := "Complete", at.Add(time.Duration(max(took, -took))*time.Minute)
		if took < 0 {
			kind = "Failed"
		} else {
			j.Status.CompletionTime = end
		}
		j.Status.Conditions = []job.Condition{{Type: kind, Status: "True", Reason: "Because", LastTransitionTime: end}}
		jobs = append(jobs, j)
	}
	return c, jobs
}

func TestCron(t *testing.T) {
	for name, test := range map[string]struct {
		minutes []int
		change  func(*job.CronJob, *[]job.Job)
		health  analyze.Health
		causes  string
		verdict string
	}{
		"all well":                  {minutes: []int{5, 5, 6}, health: analyze.Good, verdict: "3 runs that are still there are complete"},
		"none yet":                  {health: analyze.Good, verdict: "has not run yet, as far as is known"},
		"the last failed":           {minutes: []int{5, 5, -6}, health: analyze.Wrong, causes: "runs-fail", verdict: "the last finished run failed; 1 of 3 finished runs that are still there failed"},
		"the last two failed":       {minutes: []int{5, -5, -6}, health: analyze.Wrong, causes: "runs-fail", verdict: "the last 2 finished runs failed; 2 of 3 finished runs that are still there failed"},
		"one failed, and is mended": {minutes: []int{5, -5, 6}, health: analyze.Good, causes: "runs-fail", verdict: "1 of 3 finished runs that are still there failed"},
		"slower and slower":         {minutes: []int{10, 10, 11, 15, 16, 17}, health: analyze.Good, causes: "runs-slower", verdict: "its runs take longer and longer: the later half 60% longer than the earlier"},
		"overlaps":                  {minutes: []int{25 * 60, 10}, health: analyze.Good, causes: "runs-overlap", verdict: "1 run began while an earlier one still ran"},
		"suspended": {
			minutes: []int{5}, change: func(c *job.CronJob, _ *[]job.Job) { c.Spec.Suspend = new(true) },
			health: analyze.Pending, causes: "suspended", verdict: "it is suspended, and makes no Jobs",
		},
		"never": {
			change: func(c *job.CronJob, _ *[]job.Job) { c.Spec.Schedule = "0 0 31 2 *" },
			health: analyze.Wrong, causes: "never-runs", verdict: `it never runs: no date fits the schedule "0 0 31 2 *"`,
		},
		"missed": {
			minutes: []int{5, 5, 5, 5}, change: func(_ *job.CronJob, jobs *[]job.Job) { *jobs = append((*jobs)[:1], (*jobs)[2:]...) },
			health: analyze.Good, causes: "runs-missed", verdict: "1 run was missed",
		},
	} {
		t.Run(name, func(t *testing.T) {
			c, jobs := nightly(test.minutes...)
			if test.change != nil {
				test.change(&c, &jobs)
			}
			r := analyze.OfCron(c, jobs, nil, nil, now)
			var causes []string
			for _, f := range r.Findings {
				causes = append(causes, string(f.Cause))
				if len(f.Evidence) == 0 {
					t.Errorf("%s is without proof", f.Cause)
				}
			}
			if r.Health != test.health || r.Verdict != test.verdict || strings.Join(causes, " ") != test.causes {
				t.Errorf("got  %s %v: %s\nwant %s %s: %s", r.Health, causes, r.Verdict, test.health, test.causes, test.verdict)
			}
		})
	}
}

func TestCronNumbers(t *testing.T) {
	c, jobs := nightly(1, 2, 3, -9, 10)
	r := analyze.OfCron(c, jobs, nil, nil, now)
	if r.Success.Complete != 4 || r.Success.Failed != 1 || r.Success.Rate != 0.8 {
		t.Errorf("success: %+v", r.Success)
	}
	if d := r.Durations; d == nil || d.Median != 120 || d.P90 != 600 || d.Max != 600 || d.Trend != 0 {
		t.Errorf("durations: %+v", d)
	}
	if len(r.Next) != 5 || !r.Next[0].Equal(now.Truncate(24*time.Hour).Add(24*time.Hour)) {
		t.Errorf("next: %v", r.Next)
	}
}
