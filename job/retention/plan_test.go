package retention_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/retention"
)

var now = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

type change func(*job.Job)

// finished is a Job that was completed so long ago, or failed for a reason.
func finished(name string, ago time.Duration, reason string, changes ...change) job.Job {
	at := now.Add(-ago)
	j := job.Job{Metadata: job.Metadata{Namespace: "n", Name: name, UID: "uid-" + name, CreationTimestamp: at.Add(-time.Minute)}}
	j.Status.StartTime = at.Add(-time.Minute)
	if reason == "" {
		j.Status.CompletionTime = at
		j.Status.Conditions = []job.Condition{{Type: "Complete", Status: "True", Reason: "CompletionsReached", LastTransitionTime: at}}
	} else {
		j.Status.Conditions = []job.Condition{{Type: "Failed", Status: "True", Reason: reason, LastTransitionTime: at}}
	}
	for _, c := range changes {
		c(&j)
	}
	return j
}

func owned(kind, name string) change {
	return func(j *job.Job) {
		j.Metadata.OwnerReferences = []job.OwnerReference{{Kind: kind, Name: name, UID: "uid-" + name, Controller: new(true)}}
	}
}

func annotated(key, value string) change {
	return func(j *job.Job) { j.Metadata.Annotations = map[string]string{key: value} }
}

func labelled(key, value string) change {
	return func(j *job.Job) { j.Metadata.Labels = map[string]string{key: value} }
}

// anHour is a TTL.
func anHour(j *job.Job) { j.Spec.TTLSecondsAfterFinished = new(int32(3600)) }

func running(name string, ago time.Duration) job.Job {
	return job.Job{
		Metadata: job.Metadata{Namespace: "n", Name: name, UID: "uid-" + name, CreationTimestamp: now.Add(-ago)},
		Status:   job.Status{StartTime: now.Add(-ago), Active: 1},
	}
}

func suspended(name string, active int32) job.Job {
	j := running(name, time.Hour)
	j.Status.Active = active
	j.Status.Conditions = []job.Condition{{Type: "Suspended", Status: "True", LastTransitionTime: now.Add(-2 * time.Hour)}}
	return j
}

const day = 24 * time.Hour

func TestPlan(t *testing.T) {
	cronJobs := retention.CronJobs{"uid-backup": {Metadata: job.Metadata{Name: "backup", UID: "uid-backup"}}} // keeps 3 and 1
	backups := []job.Job{
		finished("backup-1", 5*day, "", owned("CronJob", "backup")), finished("backup-2", 4*day, "", owned("CronJob", "backup")),
		finished("backup-3", 3*day, "DeadlineExceeded", owned("CronJob", "backup")), finished("backup-4", 2*day, "", owned("CronJob", "backup")),
		finished("backup-5", day, "", owned("CronJob", "backup")), finished("backup-6", time.Hour, "DeadlineExceeded", owned("CronJob", "backup")),
	}
	mixed := []job.Job{
		finished("a", 10*day, ""), finished("b", 8*day, "BackoffLimitExceeded"), finished("c", time.Hour, "DeadlineExceeded"),
		running("d", 20*day), suspended("e", 0), suspended("f", 1),
	}
	for name, test := range map[string]struct {
		jobs     []job.Job
		cronJobs retention.CronJobs
		filters  []retention.Filter
		label    string
		unread   bool // the CronJobs could not be read
		most     int
		remove   string            // names, the oldest first
		active   string            // names
		kept     map[string]string // name: rule
	}{
		"what has finished": {jobs: mixed, remove: "a b c"},
		"complete":          {jobs: mixed, filters: []retention.Filter{{Statuses: []retention.Status{retention.Complete}}}, remove: "a"},
		"failed":            {jobs: mixed, filters: []retention.Filter{{Statuses: []retention.Status{retention.Failed}}}, remove: "b c"},
		"suspended, but for one with a Pod": {
			jobs: mixed, filters: []retention.Filter{{Statuses: []retention.Status{retention.Suspended}}}, remove: "e",
		},
		"suspended for long enough": {
			jobs: mixed, filters: []retention.Filter{{Statuses: []retention.Status{retention.Suspended}, OlderThan: 119 * time.Minute}}, remove: "e",
		},
		"suspended not for long enough": {
			jobs: mixed, filters: []retention.Filter{{Statuses: []retention.Status{retention.Suspended}, OlderThan: 121 * time.Minute}},
		},
		"reason, in any case": {jobs: mixed, filters: []retention.Filter{{Reasons: []string{"deadlineexceeded"}}}, remove: "c"},
		"older than":          {jobs: mixed, filters: []retention.Filter{{OlderThan: 9 * day}}, remove: "a"},
		"exactly as old":      {jobs: mixed, filters: []retention.Filter{{OlderThan: 10 * day}}, remove: "a"},
		"those that run, too": {jobs: mixed, filters: []retention.Filter{{IncludeActive: true}}, remove: "a b c", active: "d f"},
		"name":                {jobs: backups, filters: []retention.Filter{{Name: "backup-[12]", Owner: "cronjob/backup"}}, remove: "backup-1 backup-2"},
		"no owner":            {jobs: append([]job.Job{finished("x", day, "")}, backups...), cronJobs: cronJobs, filters: []retention.Filter{{Owner: "none"}}, remove: "x"},
		"the oldest": {
			jobs: mixed, most: 2, remove: "a b", kept: map[string]string{"c": "max"},
		},
		"one filter or the other": {
			jobs: mixed, filters: []retention.Filter{{OlderThan: 9 * day}, {Reasons: []string{"DeadlineExceeded"}}}, remove: "a c",
		},
		"history of a CronJob": {
			jobs: backups, cronJobs: cronJobs, remove: "backup-1 backup-3",
			kept: map[string]string{"backup-2": "history", "backup-4": "history", "backup-5": "history", "backup-6": "history"},
		},
		"history that is not known": {
			jobs: backups[:2], unread: true, kept: map[string]string{"backup-1": "history", "backup-2": "history"},
		},
		"orphans, where CronJobs may not be read": {
			jobs: backups[:2], unread: true, filters: []retention.Filter{{Orphans: true}},
		},
		"a CronJob that is gone": {jobs: backups[:2], remove: "backup-1 backup-2"},
		"the CronJob was named": {
			jobs: backups, cronJobs: cronJobs, filters: []retention.Filter{{Owner: "CronJob/backup", OlderThan: 36 * time.Hour}},
			remove: "backup-1 backup-2 backup-3 backup-4",
		},
		"keep last of an owner": {
			jobs: backups, cronJobs: cronJobs, filters: []retention.Filter{{KeepLast: new(2)}}, remove: "backup-1 backup-2 backup-3 backup-4",
			kept: map[string]string{"backup-5": "keep-last", "backup-6": "keep-last"},
		},
		"keep last of those that failed": {
			jobs: backups, cronJobs: cronJobs, filters: []retention.Filter{{KeepLast: new(1), Statuses: []retention.Status{retention.Failed}}}, remove: "backup-3",
			kept: map[string]string{"backup-6": "keep-last"},
		},
		"keep last, and those that are young": {
			jobs: backups, cronJobs: cronJobs, filters: []retention.Filter{{KeepLast: new(1), OlderThan: 60 * time.Hour}}, remove: "backup-1 backup-2 backup-3",
		},
		"keep none": {jobs: backups, cronJobs: cronJobs, filters: []retention.Filter{{KeepLast: new(0)}}, remove: "backup-1 backup-2 backup-3 backup-4 backup-5 backup-6"},
		"keep last of a series of names": {
			jobs:    []job.Job{finished("x-9", 3*day, ""), finished("x-10", 2*day, ""), finished("y-7k2pq", 2*day, ""), finished("y-bcdfg", day, ""), finished("nightly-report", day, "")},
			filters: []retention.Filter{{KeepLast: new(1)}}, remove: "x-9 y-7k2pq",
			kept: map[string]string{"x-10": "keep-last", "y-bcdfg": "keep-last", "nightly-report": "keep-last"},
		},
		"keep last of a label": {
			jobs:    []job.Job{finished("a", 3*day, "", labelled("team", "x")), finished("b", 2*day, "", labelled("team", "x")), finished("c", day, "")},
			filters: []retention.Filter{{KeepLast: new(1), GroupBy: retention.Grouping{Label: "team"}}}, label: "team", remove: "a",
			kept: map[string]string{"b": "keep-last", "c": "keep-last"},
		},
		"keep last of names, whoever owns them": {
			jobs: append(backups[:2:2], finished("backup-x5q2z", time.Minute, "")), cronJobs: cronJobs,
			filters: []retention.Filter{{KeepLast: new(1), GroupBy: retention.Grouping{Name: true}}}, remove: "backup-1 backup-2",
			kept: map[string]string{"backup-x5q2z": "keep-last"},
		},
		"TTL": {
			jobs:   []job.Job{finished("soon", 55*time.Minute, "", anHour), finished("later", 30*time.Minute, "", anHour), finished("overdue", 2*time.Hour, "", anHour)},
			remove: "overdue later", kept: map[string]string{"soon": "ttl"},
		},
		"TTL, of no matter": {
			jobs: []job.Job{finished("soon", 55*time.Minute, "", anHour)}, filters: []retention.Filter{{EvenTTL: true}}, remove: "soon",
		},
		"what something else looks after": {
			jobs: managed(),
			kept: map[string]string{
				"kueue": "managed", "jobset": "managed", "pipeline": "managed", "finalizer": "managed", "argo": "managed", "flux": "managed", "helm": "managed", "once": "managed", "deleted": "deleting",
			},
			remove: "argo-hook own",
		},
		"what something else looks after, too": {
			jobs: managed(), filters: []retention.Filter{{IncludeManaged: true}}, kept: map[string]string{"deleted": "deleting"},
			remove: "argo argo-hook finalizer flux helm jobset kueue once own pipeline",
		},
		"orphans": {
			jobs: []job.Job{
				finished("of-gone", 3*day, "", owned("CronJob", "gone")), finished("cut-off", 2*day, "", annotated(job.ScheduledAnnotation, "2026-11-18T12:00:00Z")),
				finished("by-hand", day, "", annotated(job.InstantiateAnnotation, "manual")), finished("of-backup", day, "", owned("CronJob", "backup")), finished("own", day, ""),
			},
			cronJobs: cronJobs, filters: []retention.Filter{{Orphans: true}}, remove: "of-gone cut-off by-hand",
		},
	} {
		t.Run(name, func(t *testing.T) {
			var candidates []retention.Candidate
			for _, j := range test.jobs {
				c := retention.Of(j, test.label, 1)
				c.OwnerUnread = test.unread
				candidates = append(candidates, c)
			}
			if test.filters == nil {
				test.filters = []retention.Filter{{}}
			}
			plan := retention.Make(candidates, test.cronJobs, test.filters, test.most, now)
			if got := names(plan.Delete); got != test.remove {
				t.Errorf("deletes %q, expected %q", got, test.remove)
			}
			if got := names(plan.Active); got != test.active {
				t.Errorf("deletes those that run %q, expected %q", got, test.active)
			}
			kept := map[string]string{}
			for _, k := range plan.Kept {
				kept[k.Name] = string(k.Kept.Rule)
				if k.Kept.Why == "" {
					t.Errorf("%s is kept without a reason", k.Name)
				}
			}
			if test.kept == nil {
				test.kept = map[string]string{}
			}
			if diff := cmp.Diff(test.kept, kept); diff != "" {
				t.Errorf("kept (-want +got):\n%s", diff)
			}
			if n := len(plan.Delete) + len(plan.Active) + len(plan.Kept) + plan.Others; n != len(candidates) {
				t.Errorf("%d of %d Jobs are spoken of", n, len(candidates))
			}
		})
	}
}

func managed() []job.Job {
	return []job.Job{
		finished("kueue", day, "", func(j *job.Job) { j.Spec.ManagedBy = "kueue.x-k8s.io/multikueue" }),
		finished("own", day, "", func(j *job.Job) { j.Spec.ManagedBy = "kubernetes.io/job-controller" }),
		finished("jobset", day, "", owned("JobSet", "training")),
		finished("pipeline", day, "", func(j *job.Job) {
			j.Metadata.OwnerReferences = []job.OwnerReference{{Kind: "Pipeline", Name: "p"}} // calls itself no controller
		}),
		finished("finalizer", day, "", func(j *job.Job) { j.Metadata.Finalizers = []string{"example.com/report"} }),
		finished("argo", day, "", annotated("argocd.argoproj.io/tracking-id", "x")),
		finished("argo-hook", day, "", func(j *job.Job) {
			j.Metadata.Annotations = map[string]string{"argocd.argoproj.io/tracking-id": "x", "argocd.argoproj.io/hook": "PreSync"}
		}),
		finished("flux", day, "", labelled("kustomize.toolkit.fluxcd.io/name", "x")),
		finished("helm", day, "", annotated("meta.helm.sh/release-name", "x")),
		finished("once", day, "", annotated(job.OnceAnnotation, "2026-11")),
		finished("deleted", day, "", func(j *job.Job) { j.Metadata.DeletionTimestamp = now }),
	}
}

func names(list []retention.Candidate) string {
	var all []string
	for _, c := range list {
		all = append(all, c.Name)
	}
	return strings.Join(all, " ")
}

func pod(name, phase string, ended time.Duration) job.Pod {
	p := job.Pod{Metadata: job.Metadata{Name: name, UID: name, CreationTimestamp: now.Add(-day)}, Status: job.PodStatus{Phase: phase}}
	if phase != "Running" {
		p.Status.ContainerStatuses = []job.ContainerStatus{{State: job.ContainerState{Terminated: &job.Terminated{FinishedAt: now.Add(-ended)}}}}
	}
	return p
}

func TestPods(t *testing.T) {
	held := pod("held", "Succeeded", 2*time.Hour)
	held.Metadata.Finalizers = []string{"example.com/report"}
	counted := pod("counted", "Failed", 3*time.Hour)
	counted.Metadata.Finalizers = []string{job.TrackingFinalizer}
	counted.Status.Reason = "Evicted"
	pods := []retention.Candidate{}
	for _, p := range []job.Pod{pod("done", "Succeeded", 2*time.Hour), pod("runs", "Running", 0), pod("young", "Failed", time.Minute), held, counted} {
		pods = append(pods, retention.OfPod(p, retention.Owner{Kind: "Job", Name: "x"}, 1))
	}
	for name, test := range map[string]struct {
		filter  retention.Filter
		removes []string
	}{
		"not asked for": {retention.Filter{}, nil},
		"old":           {retention.Filter{Orphans: true, OlderThan: time.Hour}, []string{"counted", "done"}},
		"failed":        {retention.Filter{Orphans: true, Statuses: []retention.Status{retention.Failed}}, []string{"counted", "young"}},
		"reason":        {retention.Filter{Orphans: true, Reasons: []string{"evicted"}}, []string{"counted"}},
		"held":          {retention.Filter{Orphans: true, Name: "held", IncludeManaged: true}, []string{"held"}},
		"all":           {retention.Filter{Orphans: true, IncludeActive: true}, []string{"counted", "done", "young", "runs"}},
	} {
		t.Run(name, func(t *testing.T) {
			plan := retention.Make(pods, nil, []retention.Filter{test.filter}, 0, now)
			if got := strings.Fields(names(slices.Concat(plan.Delete, plan.Active))); !slices.Equal(got, test.removes) {
				t.Errorf("deletes %v, expected %v", got, test.removes)
			}
		})
	}
}

func TestValidate(t *testing.T) {
	for name, test := range map[string]struct {
		filter retention.Filter
		want   string
	}{
		"status":    {retention.Filter{Statuses: []retention.Status{"done"}}, `status "done": expected complete, failed, finished or suspended`},
		"pattern":   {retention.Filter{Name: "a["}, `name "a[": expected a pattern such as backup-*: syntax error in pattern`},
		"owner":     {retention.Filter{Owner: "backup"}, `owner "backup": expected KIND/NAME, such as cronjob/backup, or none`},
		"keep-last": {retention.Filter{KeepLast: new(-1)}, "keep-last -1: expected 0 or more"},
		"group-by":  {retention.Filter{GroupBy: retention.Grouping{Name: true}}, "group-by needs keep-last"},
	} {
		t.Run(name, func(t *testing.T) {
			if err := test.filter.Validate(); err == nil || err.Error() != test.want {
				t.Errorf("got %v, expected %s", err, test.want)
			}
		})
	}
}
