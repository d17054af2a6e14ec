package analyze_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/job"
)

func lease(ago time.Duration, holder string) *analyze.Lease {
	l := &analyze.Lease{}
	l.Spec.HolderIdentity, l.Spec.LeaseDurationSeconds, l.Spec.RenewTime = holder, 15, now.Add(2*time.Minute-ago)
	return l
}

func node(name, ready string) analyze.Node {
	n := analyze.Node{Metadata: job.Metadata{Name: name}}
	n.Status.Conditions = []job.Condition{{Type: "Ready", Status: ready, Reason: "NodeStatusUnknown", LastTransitionTime: now}}
	n.Status.Allocatable = map[string]string{"cpu": "4"}
	return n
}

func with(p job.Pod, changes ...func(*job.Pod)) job.Pod {
	for _, change := range changes {
		change(&p)
	}
	return p
}

// TestFindings is about what needs more than a Job and its Pods, or tells of time. The snapshot is taken two minutes after now.
func TestFindings(t *testing.T) {
	zero := job.Terminated{}
	index := func(i int) func(*job.Pod) {
		return func(p *job.Pod) { p.Metadata.Annotations = map[string]string{job.IndexAnnotation: fmt.Sprint(i)} }
	}
	going := func(*job.Pod) {}
	deleting := func(p *job.Pod) { p.Metadata.DeletionTimestamp = now.Add(119 * time.Second) }
	scheduled := func(p *job.Pod) {
		p.Status.Conditions = []job.Condition{{Type: "PodScheduled", Status: "True", LastTransitionTime: p.Metadata.CreationTimestamp}}
		p.Metadata.CreationTimestamp = p.Metadata.CreationTimestamp.Add(-9 * time.Second)
	}
	four := job.Spec{CompletionMode: "Indexed", Completions: new(int32(5)), Parallelism: new(int32(5))}
	var done []job.Pod
	for i := range 4 {
		done = append(done, ended(fmt.Sprint("d", i), 0, time.Second, zero, index(i)))
	}
	running := job.Status{StartTime: now, Active: 1}
	refused := event("job", "Warning", "FailedCreate", `Error creating: pods "pi-x7k2p" is forbidden: exceeded quota: q, requested: pods=1`, 119*time.Second)
	unscheduled := job.Condition{Type: "PodScheduled", Status: "False", Reason: "Unschedulable", Message: "0/2 nodes are available: 2 Insufficient cpu. preemption: no"}
	for name, test := range map[string]struct {
		spec   job.Spec
		status job.Status
		meta   job.Metadata
		pods   []job.Pod
		events []job.Event
		extra  func(*analyze.Snapshot)
		health analyze.Health
		cause  analyze.Cause
		reason string
		says   string // in the text, evidence or remedy
		not    bool   // the cause must not be there
	}{
		"dead node": {
			status: running, pods: []job.Pod{runs("a", 0)}, extra: func(s *analyze.Snapshot) { s.Nodes = []analyze.Node{node("n", "Unknown")} },
			health: analyze.Wrong, cause: analyze.DeadNode, says: "node n has not been ready since 2026-11-23T10:00:00Z, and Pod pi-a is on it",
		},
		"living node": {
			status: running, pods: []job.Pod{runs("a", 0)}, extra: func(s *analyze.Snapshot) { s.Nodes = []analyze.Node{node("n", "True")} },
			health: analyze.Good, cause: analyze.DeadNode, not: true,
		},
		"dead node, and the Pod has ended": {
			status: running, pods: []job.Pod{ended("a", 0, time.Second, zero)}, extra: func(s *analyze.Snapshot) { s.Nodes = []analyze.Node{node("n", "Unknown")} },
			health: analyze.Good, cause: analyze.DeadNode, not: true,
		},
		"lease not renewed": {
			extra: func(s *analyze.Snapshot) { s.Leader = lease(time.Minute, "x") }, health: analyze.Wrong, cause: analyze.NoController,
			says: "its lease was last renewed 60s ago",
		},
		"lease given up": {
			extra: func(s *analyze.Snapshot) { s.Leader = lease(time.Second, "") }, health: analyze.Wrong, cause: analyze.NoController, says: "kube-controller-manager does not run",
		},
		"lease renewed": {
			extra: func(s *analyze.Snapshot) { s.Leader = lease(time.Second, "x") }, health: analyze.Pending, cause: analyze.NoController, says: "waits for the Job controller to create a Pod",
		},
		"unschedulable, with what there is": {
			status: running, extra: func(s *analyze.Snapshot) {
				s.Nodes, s.AllNodes = []analyze.Node{node("n", "True"), node("m", "True")}, true
			},
			pods: []job.Pod{with(pod("a", "", nil, unscheduled), func(p *job.Pod) {
				p.Spec.Containers[0].Resources.Requests = map[string]string{"cpu": "9"}
			})},
			health: analyze.Wrong, cause: analyze.Unschedulable, says: "4 on 2 nodes",
		},
		"quota, with what is used": {
			status: job.Status{StartTime: now}, events: []job.Event{refused}, extra: func(s *analyze.Snapshot) {
				q := analyze.Quota{Metadata: job.Metadata{Name: "q"}}
				q.Status.Hard, q.Status.Used = map[string]string{"pods": "1"}, map[string]string{"pods": "1"}
				s.Quotas = []analyze.Quota{q}
			}, health: analyze.Wrong, cause: analyze.QuotaExceeded, says: "1 of 1",
		},
		"unbound claim": {
			status: running, pods: []job.Pod{with(pod("a", "", nil, job.Condition{
				Type: "PodScheduled", Status: "False", Reason: "Unschedulable", Message: "0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims.",
			}), func(p *job.Pod) {
				p.Spec.Volumes = []job.Volume{{Name: "v", Claim: &job.VolumeClaim{ClaimName: "x"}}}
			})}, extra: func(s *analyze.Snapshot) {
				c := analyze.Claim{Metadata: job.Metadata{Name: "x", UID: "uid-x"}}
				c.Status.Phase = "Pending"
				s.Claims = []analyze.Claim{c}
				s.Events = append(s.Events, event("x", "Normal", "FailedBinding", "no persistent volumes available", 0))
			}, health: analyze.Wrong, cause: analyze.UnboundClaim, says: "no persistent volumes available",
		},
		"gang": {
			status: running, pods: []job.Pod{pod("a", "", nil, job.Condition{
				Type: "PodScheduled", Status: "False", Reason: "Unschedulable", Message: "waiting for minCount pods from a gang to appear in scheduling queue",
			})}, health: analyze.Wrong, cause: analyze.GangNotMet, says: "none of the Pods of its group starts",
		},
		"queue of Jobs": {
			spec: job.Spec{Suspend: new(true)}, meta: job.Metadata{Labels: map[string]string{"kueue.x-k8s.io/queue-name": "q"}},
			health: analyze.Pending, cause: analyze.Queued, says: "waits for its turn in queue q of Kueue",
		},
		"held by a finalizer": {
			meta:   job.Metadata{DeletionTimestamp: now, Finalizers: []string{"example.com/x"}},
			status: running, pods: []job.Pod{runs("a", 0)}, health: analyze.Wrong, cause: analyze.Finalizers, says: "stays for its finalizers: example.com/x",
		},
		"the restart comes": {
			spec: job.Spec{Template: job.PodTemplate{Spec: job.PodSpec{RestartPolicy: "OnFailure"}}}, status: running,
			pods: []job.Pod{with(pod("a", "n", &job.Waiting{Reason: "CrashLoopBackOff", Message: "back-off 20s restarting failed container=c pod=x"}), func(p *job.Pod) {
				p.Status.ContainerStatuses[0].RestartCount = 1
				p.Status.ContainerStatuses[0].LastState.Terminated = &job.Terminated{ExitCode: 2, FinishedAt: now.Add(110 * time.Second)}
			})},
			health: analyze.Pending, cause: analyze.RestartBackOff, says: "container c is restarted at 2026-11-23T10:02:10Z, 20s after its run 2 ended with exit code 2",
		},
		"no more completions are left": {
			spec: job.Spec{Completions: new(int32(5)), Parallelism: new(int32(3))}, status: job.Status{StartTime: now, Active: 1, Succeeded: 4}, pods: []job.Pod{runs("a", 0)},
			health: analyze.Good, cause: analyze.FewerPods, reason: analyze.FewLeft,
		},
		"the queue is done": {
			spec: job.Spec{Parallelism: new(int32(3))}, status: job.Status{StartTime: now, Active: 1, Succeeded: 1}, pods: []job.Pod{runs("a", 0)},
			health: analyze.Good, cause: analyze.FewerPods, reason: analyze.QueueDone,
		},
		"the controller is slow": {
			spec: job.Spec{Completions: new(int32(5)), Parallelism: new(int32(3))}, status: running, pods: []job.Pod{runs("a", 0)},
			health: analyze.Good, cause: analyze.FewerPods, reason: analyze.SlowController,
		},
		"the rest is not created": {
			spec: job.Spec{Completions: new(int32(5)), Parallelism: new(int32(3))}, status: running, pods: []job.Pod{runs("a", 0)}, events: []job.Event{refused},
			health: analyze.Good, cause: analyze.FewerPods, reason: analyze.NotAllowed,
		},
		"the rest has no room": {
			spec: job.Spec{Completions: new(int32(5)), Parallelism: new(int32(2))}, status: job.Status{StartTime: now, Active: 2}, pods: []job.Pod{runs("a", 0), pod("b", "", nil, unscheduled)},
			health: analyze.Wrong, cause: analyze.FewerPods, reason: analyze.NoRoom,
		},
		"throttled": {
			spec: job.Spec{Completions: new(int32(5)), Parallelism: new(int32(2))}, status: job.Status{StartTime: now, Active: 1, Failed: 1},
			pods:   []job.Pod{runs("a", 0), ended("b", 0, 118*time.Second, job.Terminated{ExitCode: 1})},
			health: analyze.Pending, cause: analyze.FewerPods, reason: analyze.Throttled,
		},
		"one still shuts down": {
			spec:   job.Spec{Completions: new(int32(5)), Parallelism: new(int32(2)), PodReplacementPolicy: "Failed"},
			status: job.Status{StartTime: now, Active: 1}, pods: []job.Pod{runs("a", 0), with(runs("b", 0), deleting)},
			health: analyze.Good, cause: analyze.FewerPods, reason: analyze.Draining,
		},
		"all run": {
			spec: job.Spec{Completions: new(int32(5)), Parallelism: new(int32(2))}, status: job.Status{StartTime: now, Active: 2}, pods: []job.Pod{runs("a", 0), runs("b", 0)},
			health: analyze.Good, cause: analyze.FewerPods, not: true,
		},
		"started after a success": {
			spec: four, status: running, pods: []job.Pod{ended("a", 0, time.Second, zero, index(2)), with(runs("b", 5*time.Second), index(2))},
			health: analyze.Good, cause: analyze.RanAfterDone, says: "index 2 was started again in Pod pi-b, after Pod pi-a had done it",
		},
		"orphans": {
			status: running, pods: []job.Pod{runs("a", 0)}, extra: func(s *analyze.Snapshot) { s.Orphans = []job.Pod{runs("o", 0)} },
			health: analyze.Good, cause: analyze.Orphans, says: "1 Pod is of an earlier Job of this name",
		},
		"the cost of retries": {
			status: complete(), pods: []job.Pod{ended("a", 0, 30*time.Second, job.Terminated{ExitCode: 1, Reason: "Error"}), ended("b", 40*time.Second, 60*time.Second, zero)},
			health: analyze.Good, cause: analyze.Retries, says: "1 attempt failed, which cost 30s of running time; exit codes in order: 1, 0",
		},
		"a success resets the back-off": {
			spec: job.Spec{Completions: new(int32(5))}, status: job.Status{StartTime: now, Active: 1, Failed: 1, Succeeded: 1},
			pods:   []job.Pod{ended("a", 0, time.Second, job.Terminated{ExitCode: 1}), ended("b", 20*time.Second, 30*time.Second, zero), runs("d", 40*time.Second)},
			health: analyze.Good, cause: analyze.Retries, says: "a success reset the back-off",
		},
		"straggler": {
			spec: four, status: job.Status{StartTime: now, Active: 1, Succeeded: 4}, pods: append(slices.Clone(done), with(runs("s", 0), index(4))),
			health: analyze.Good, cause: analyze.Straggler, says: "index 4",
		},
		"no straggler yet": {
			spec: four, status: job.Status{StartTime: now, Active: 1, Succeeded: 4}, pods: append(slices.Clone(done), with(runs("s", 115*time.Second), index(4))),
			health: analyze.Good, cause: analyze.Straggler, not: true,
		},
		"will not make its deadline": {
			spec: job.Spec{Completions: new(int32(100)), ActiveDeadlineSeconds: new(int64(600))}, status: job.Status{StartTime: now, Active: 1, Succeeded: 4}, pods: []job.Pod{with(runs("a", 0), going)},
			health: analyze.Good, cause: analyze.DeadlineRisk, says: "it needs about 48m more, at the pace so far, and has 8m",
		},
		"makes its deadline": {
			spec: job.Spec{Completions: new(int32(10)), ActiveDeadlineSeconds: new(int64(600))}, status: job.Status{StartTime: now, Active: 1, Succeeded: 4}, pods: []job.Pod{runs("a", 0)},
			health: analyze.Good, cause: analyze.DeadlineRisk, not: true,
		},
		"its deadline is near": {
			spec: job.Spec{ActiveDeadlineSeconds: new(int64(130))}, status: running, pods: []job.Pod{runs("a", 0)},
			health: analyze.Good, cause: analyze.DeadlineRisk, says: "10s of 2m10s are left",
		},
		"overhead": {
			spec: job.Spec{Completions: new(int32(3))}, status: complete(),
			pods:   []job.Pod{with(ended("a", 0, time.Second, zero), scheduled), with(ended("b", 0, time.Second, zero), scheduled), with(ended("d", 0, time.Second, zero), scheduled)},
			health: analyze.Good, cause: analyze.Overhead, says: "work on about 81 items in place of one",
		},
		"a Pod that went with a preemption": {
			status: job.Status{StartTime: now, Failed: 1}, health: analyze.Pending, cause: analyze.Preempted, says: "pi-gone",
			extra: func(s *analyze.Snapshot) {
				e := event("gone", "Normal", "Preempted", "Preempted by pod x on node n", 0)
				e.InvolvedObject.Kind, e.InvolvedObject.Name = "Pod", "pi-gone"
				s.Events = append(s.Events, e)
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			meta := test.meta
			meta.Name, meta.Namespace, meta.UID, meta.CreationTimestamp = "pi", "d", "uid-job", now
			s := analyze.Snapshot{Job: job.Job{Metadata: meta, Spec: test.spec, Status: test.status}, Pods: test.pods, Events: test.events, Now: now.Add(2 * time.Minute)}
			if test.extra != nil {
				test.extra(&s)
			}
			r := analyze.Of(s)
			if r.Health != test.health {
				t.Errorf("health %s: %s, want %s", r.Health, r.Verdict, test.health)
			}
			i := slices.IndexFunc(r.Findings, func(f analyze.Finding) bool { return f.Cause == test.cause })
			if i < 0 || test.not {
				if (i < 0) != test.not {
					t.Errorf("%s: %v in %+v", test.cause, i, r.Findings)
				}
				return
			}
			f := r.Findings[i]
			if f.Reason != test.reason || !strings.Contains(fmt.Sprint(f.Text, f.Evidence, f.Remedy, f.Consequence), test.says) {
				t.Errorf("got %+v\nwant %s %s", f, test.reason, test.says)
			}
		})
	}
}

func TestLintIsJoined(t *testing.T) {
	j := job.Job{Metadata: job.Metadata{Name: "pi", UID: "uid-job"}, Status: failed("BackoffLimitExceeded", "m")}
	oom := analyze.Lint{Rule: "container/no-limit-of-memory", Severity: "info", Message: "no limit"}
	other := analyze.Lint{Rule: "schedule/never", Message: "never"}
	r := analyze.Of(analyze.Snapshot{
		Job: j, Pods: []job.Pod{ended("a", 0, time.Second, job.Terminated{ExitCode: 137, Reason: "OOMKilled"})}, Lint: []analyze.Lint{other, oom}, Now: now.Add(2 * time.Minute),
	})
	if f := r.Findings[0]; f.Cause != analyze.OutOfMemory || !slices.Equal(f.Lint, []analyze.Lint{oom}) || slices.Contains(f.Rules, oom.Rule) {
		t.Errorf("got %+v", f)
	}
	for _, f := range r.Findings {
		if slices.Contains(f.Lint, other) {
			t.Errorf("%s has what does not explain it", f.Cause)
		}
	}
}

func TestFleet(t *testing.T) {
	f := analyze.NewFleet(now)
	for i := range 30 {
		j := job.Job{Metadata: job.Metadata{Name: fmt.Sprintf("import-%d", i), Namespace: "d", UID: fmt.Sprint(i)}, Status: complete()}
		j.Spec.Template.Spec.Containers = []job.Container{{Name: "c", Image: "x"}}
		s := analyze.Snapshot{Job: j, Pods: []job.Pod{ended("a", 0, time.Second, job.Terminated{})}, Now: now}
		if i < 3 {
			s.Job.Status, s.Pods = failed("BackoffLimitExceeded", "m"), []job.Pod{ended("a", 0, time.Second, job.Terminated{ExitCode: 3})}
		}
		f.Add(s)
	}
	f.Add(analyze.Snapshot{Job: job.Job{Metadata: job.Metadata{Name: "held"}, Spec: job.Spec{Suspend: new(true)}}, Now: now})
	f.Finish()
	if f.Summary() != "31 Jobs: 3 wrong, 1 waiting, 27 good" || f.Worst != analyze.Wrong {
		t.Errorf("got %s", f.Summary())
	}
	if len(f.Groups) != 2 || f.Groups[0].Cause != analyze.ExitCode || f.Groups[0].Count != 3 || f.Groups[1].Cause != analyze.Suspended {
		t.Errorf("groups: %+v", f.Groups)
	}
	if len(f.Similar) != 1 || f.Similar[0].Prefix != "import-" || f.Similar[0].Jobs != 30 {
		t.Errorf("similar: %+v", f.Similar)
	}
}
