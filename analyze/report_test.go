package analyze_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/job"
)

// ended is a Pod whose container ended so long after now.
func ended(name string, begun, end time.Duration, t job.Terminated, changes ...func(*job.Pod)) job.Pod {
	p := pod(name, "n", nil)
	p.Metadata.CreationTimestamp = now.Add(begun)
	p.Status.StartTime = now.Add(begun)
	t.StartedAt, t.FinishedAt = now.Add(begun), now.Add(end)
	p.Status.Phase = "Succeeded"
	if t.ExitCode != 0 {
		p.Status.Phase = "Failed"
	}
	p.Status.ContainerStatuses = []job.ContainerStatus{{Name: "c", State: job.ContainerState{Terminated: &t}}}
	for _, change := range changes {
		change(&p)
	}
	return p
}

func runs(name string, begun time.Duration) job.Pod {
	p := pod(name, "n", nil)
	p.Metadata.CreationTimestamp, p.Status.StartTime = now.Add(begun), now.Add(begun)
	p.Status.Phase = "Running"
	p.Status.ContainerStatuses = []job.ContainerStatus{{Name: "c", State: job.ContainerState{Running: &job.Running{StartedAt: now.Add(begun)}}}}
	return p
}

func failed(reason, message string) job.Status {
	return job.Status{
		StartTime: now, Failed: 2,
		Conditions: []job.Condition{{Type: "Failed", Status: "True", Reason: reason, Message: message, LastTransitionTime: now.Add(time.Minute)}},
	}
}

func complete() job.Status {
	return job.Status{
		StartTime: now, CompletionTime: now.Add(time.Minute), Succeeded: 1,
		Conditions: []job.Condition{{Type: "Complete", Status: "True", LastTransitionTime: now.Add(time.Minute)}},
	}
}

func TestReport(t *testing.T) {
	const limit = "BackoffLimitExceeded"
	exit := func(code int32) job.Terminated { return job.Terminated{ExitCode: code, Reason: "Error"} }
	unscheduled := job.Condition{Type: "PodScheduled", Status: "False", Reason: "Unschedulable", Message: "0/2 nodes are available"}
	indexed := func(index string) func(*job.Pod) {
		return func(p *job.Pod) { p.Metadata.Annotations = map[string]string{job.IndexAnnotation: index} }
	}
	target := func(reason string) func(*job.Pod) {
		return func(p *job.Pod) {
			p.Status.Conditions = append(p.Status.Conditions, job.Condition{Type: "DisruptionTarget", Status: "True", Reason: reason, Message: "why"})
		}
	}
	limited := func(p *job.Pod) { p.Spec.Containers[0].Resources.Limits = map[string]string{"memory": "64Mi"} }
	deleted := func(ago time.Duration) func(*job.Pod) {
		return func(p *job.Pod) { p.Metadata.DeletionTimestamp = now.Add(2*time.Minute - ago) }
	}
	for name, test := range map[string]struct {
		spec    job.Spec
		status  job.Status
		pods    []job.Pod
		events  []job.Event
		health  analyze.Health
		verdict string
		causes  string // in their order
	}{
		"complete": {status: complete(), pods: []job.Pod{ended("a", 0, time.Minute, exit(0))}, health: analyze.Good, verdict: "complete after 60s"},
		"complete, with a TTL": {
			spec: job.Spec{TTLSecondsAfterFinished: new(int32(3600))}, status: complete(), health: analyze.Good, verdict: "complete after 60s", causes: "ttl",
		},
		"exit code": {
			status: failed(limit, "m"), pods: []job.Pod{ended("a", 0, time.Second, exit(3)), ended("b", 10*time.Second, 11*time.Second, exit(3))},
			health: analyze.Wrong, verdict: "failed after 60s: BackoffLimitExceeded: container c ended with exit code 3, in all 2 attempts that are known", causes: "exit-code backoff-limit retries",
		},
		"exit codes that differ": {
			status: failed(limit, "m"),
			pods:   []job.Pod{ended("a", 0, time.Second, exit(1)), ended("b", 10*time.Second, 11*time.Second, exit(3)), ended("d", 20*time.Second, 21*time.Second, exit(3))},
			health: analyze.Wrong, verdict: "failed after 60s: BackoffLimitExceeded: container c ended with exit code 3, in 2 of 3 attempts that are known", causes: "exit-code exit-code backoff-limit retries",
		},
		"memory": {
			status: failed(limit, "m"), pods: []job.Pod{ended("a", 0, time.Second, job.Terminated{ExitCode: 137, Reason: "OOMKilled"}, limited)},
			health: analyze.Wrong, verdict: "failed after 60s: BackoffLimitExceeded: container c took more than its limit of 64Mi memory, and was killed", causes: "out-of-memory backoff-limit",
		},
		"signal": {
			status: failed(limit, "m"), pods: []job.Pod{ended("a", 0, time.Second, exit(143))},
			health: analyze.Wrong, verdict: "failed after 60s: BackoffLimitExceeded: container c was ended by signal 15, SIGTERM (exit code 143)", causes: "signal backoff-limit",
		},
		"eviction": {
			status: failed(limit, "m"), pods: []job.Pod{ended("a", 0, time.Second, exit(137), target("TerminationByKubelet"))},
			health: analyze.Wrong, verdict: "failed after 60s: BackoffLimitExceeded: its Pod was evicted (TerminationByKubelet): why", causes: "evicted backoff-limit",
		},
		"preemption": {
			status: failed(limit, "m"), pods: []job.Pod{ended("a", 0, time.Second, exit(137), target("PreemptionByScheduler"))},
			health: analyze.Wrong, verdict: "failed after 60s: BackoffLimitExceeded: its Pod had to make room for one of higher priority", causes: "preempted backoff-limit",
		},
		"a lost node": {
			status: failed(limit, "m"), pods: []job.Pod{ended("a", 0, time.Second, exit(137), target("DeletionByTaintManager"))},
			health: analyze.Wrong, verdict: "failed after 60s: BackoffLimitExceeded: node n was lost (DeletionByTaintManager)", causes: "node-lost backoff-limit",
		},
		"no Pod is left": {
			status: failed(limit, "m"), health: analyze.Wrong, verdict: "failed after 60s: BackoffLimitExceeded", causes: "pods-gone backoff-limit",
		},
		"deadline, before a container ran": {
			spec: job.Spec{ActiveDeadlineSeconds: new(int64(60))}, status: func() job.Status { s := failed("DeadlineExceeded", "m"); s.Failed = 0; return s }(),
			pods: []job.Pod{pod("a", "", nil, unscheduled)}, health: analyze.Wrong,
			verdict: "failed after 60s: DeadlineExceeded: its 60 seconds (activeDeadlineSeconds) are over: no container ran, and nothing that is left tells why", causes: "deadline",
		},
		"deadline, after failures": {
			spec: job.Spec{ActiveDeadlineSeconds: new(int64(60))}, status: failed("DeadlineExceeded", "m"),
			pods: []job.Pod{ended("a", 30*time.Second, 31*time.Second, exit(1))}, health: analyze.Wrong,
			verdict: "failed after 60s: DeadlineExceeded: its 60 seconds (activeDeadlineSeconds) are over: it waited 30s for its first container, then its containers ran 1s in all; 1 attempt failed before", causes: "deadline exit-code",
		},
		"failure policy": {
			status: failed("PodFailurePolicy", "Container c for pod d/a failed with exit code 42 matching FailJob rule at index 0"), pods: []job.Pod{ended("a", 0, time.Second, exit(42))},
			health:  analyze.Wrong,
			verdict: "failed after 60s: PodFailurePolicy: a FailJob rule of spec.podFailurePolicy ended the Job: Container c for pod d/a failed with exit code 42 matching FailJob rule at index 0",
			causes:  "failure-policy exit-code",
		},
		"failed indexes": {
			spec:   job.Spec{CompletionMode: "Indexed", Completions: new(int32(3)), BackoffLimitPerIndex: new(int32(0))},
			status: func() job.Status { s := failed("FailedIndexes", "m"); s.FailedIndexes = "1"; return s }(),
			pods:   []job.Pod{ended("a", 0, time.Second, exit(7), indexed("1"))},
			health: analyze.Wrong, verdict: "failed after 60s: FailedIndexes: container c ended with exit code 7", causes: "exit-code failed-indexes",
		},
		"suspended": {
			spec: job.Spec{Suspend: new(true)}, health: analyze.Pending, verdict: "waits for spec.suspend to become false: a suspended Job makes no Pod", causes: "suspended",
		},
		"parallelism 0": {
			spec: job.Spec{Parallelism: new(int32(0))}, health: analyze.Pending, verdict: "waits for spec.parallelism above 0: with 0 the Job makes no Pod", causes: "no-parallelism",
		},
		"another controller": {
			spec: job.Spec{ManagedBy: "x/y"}, health: analyze.Wrong,
			verdict: "is managed by x/y (spec.managedBy), which has not taken it up for 2m: it does not run, or does not know the Job", causes: "managed-elsewhere",
		},
		"another controller that works": {
			spec: job.Spec{ManagedBy: "x/y"}, status: job.Status{StartTime: now}, health: analyze.Pending,
			verdict: "waits for controller x/y, which manages this Job in place of the Job controller (spec.managedBy)", causes: "managed-elsewhere",
		},
		"quota": {
			events: []job.Event{event("job", "Warning", "FailedCreate", `Error creating: pods "pi-x7k2p" is forbidden: exceeded quota: q`, 0)},
			health: analyze.Wrong, verdict: "gets no Pod: resource quota q allows no more: exceeded quota: q", causes: "quota",
		},
		"no controller": {health: analyze.Wrong, verdict: "no Job controller has seen the Job for 2m: kube-controller-manager does not run, or does not get on", causes: "no-controller"},
		"unschedulable": {
			status: job.Status{StartTime: now, Active: 1}, pods: []job.Pod{pod("a", "", nil, unscheduled)},
			health: analyze.Wrong, verdict: "waits for a node that can take it (unschedulable): 0/2 nodes are available", causes: "unschedulable",
		},
		"image": {
			status: job.Status{StartTime: now, Active: 1}, pods: []job.Pod{pod("a", "n", &job.Waiting{Reason: "ImagePullBackOff", Message: "not found"})},
			health: analyze.Wrong, verdict: "waits for image perl, which cannot be pulled: not found", causes: "image-pull",
		},
		"ConfigMap": {
			status: job.Status{StartTime: now, Active: 1}, pods: []job.Pod{pod("a", "n", &job.Waiting{Reason: "CreateContainerConfigError", Message: `configmap "x" not found`})},
			health: analyze.Wrong, verdict: `waits for container c, which cannot be started (CreateContainerConfigError): configmap "x" not found`, causes: "missing-config-map",
		},
		"running": {status: job.Status{StartTime: now, Active: 1}, pods: []job.Pod{runs("a", 0)}, health: analyze.Good, verdict: "runs: 0/1 completions, 1 active"},
		"runs once more": {
			status: job.Status{StartTime: now, Active: 1, Failed: 1}, pods: []job.Pod{ended("a", 0, time.Second, exit(3)), runs("b", 11*time.Second)},
			health: analyze.Good, verdict: "runs: 0/1 completions, 1 active, 1 failed", causes: "exit-code",
		},
		"back-off": {
			status: job.Status{StartTime: now, Failed: 1}, pods: []job.Pod{ended("a", 0, 119*time.Second, exit(3))},
			health: analyze.Pending, verdict: "backs off: the next Pod comes at 2026-11-23T10:02:09Z, 10s after failure 1 since the last success", causes: "back-off exit-code",
		},
		"a sidecar that runs on": {
			status: job.Status{StartTime: now, Active: 1},
			pods: []job.Pod{func() job.Pod {
				p := runs("a", 0)
				t := exit(0)
				t.FinishedAt = now
				p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, job.ContainerStatus{Name: "work", State: job.ContainerState{Terminated: &t}})
				return p
			}()},
			health: analyze.Pending, verdict: "container work of Pod pi-a has ended, but c has run on for 2m: the Pod is not complete before it ends, too", causes: "sidecar-runs",
		},
		"two containers that still work": {
			status: job.Status{StartTime: now, Active: 1},
			pods: []job.Pod{func() job.Pod {
				p := runs("a", 0)
				p.Status.ContainerStatuses = append(p.Status.ContainerStatuses, job.ContainerStatus{Name: "work", State: job.ContainerState{Running: &job.Running{}}})
				return p
			}()},
			health: analyze.Good, verdict: "runs: 0/1 completions, 1 active",
		},
		"a Pod that does not end": {
			status: job.Status{StartTime: now, Active: 0}, pods: []job.Pod{func() job.Pod { p := runs("a", 0); deleted(90 * time.Second)(&p); return p }()},
			health: analyze.Wrong, verdict: "Pod pi-a should have ended 90s ago, and is still terminating on node n", causes: "stuck-terminating",
		},
		"twice at once": {
			status: complete(), pods: []job.Pod{ended("a", 0, 50*time.Second, exit(0)), ended("b", 20*time.Second, 40*time.Second, exit(0))},
			health: analyze.Good, verdict: "complete after 60s", causes: "ran-twice",
		},
		"one after the other": {
			status: complete(), pods: []job.Pod{ended("a", 0, 20*time.Second, exit(1)), ended("b", 20*time.Second, 40*time.Second, exit(0))},
			health: analyze.Good, verdict: "complete after 60s", causes: "retries",
		},
		"two indexes at once": {
			spec: job.Spec{CompletionMode: "Indexed", Completions: new(int32(2)), Parallelism: new(int32(2))}, status: complete(),
			pods:   []job.Pod{ended("a", 0, 50*time.Second, exit(0), indexed("0")), ended("b", 20*time.Second, 40*time.Second, exit(0), indexed("1"))},
			health: analyze.Good, verdict: "complete after 60s",
		},
		"an index twice": {
			spec: job.Spec{CompletionMode: "Indexed", Completions: new(int32(2)), Parallelism: new(int32(2))}, status: complete(),
			pods:   []job.Pod{ended("a", 0, 50*time.Second, exit(0), indexed("0")), ended("b", 20*time.Second, 40*time.Second, exit(0), indexed("0"))},
			health: analyze.Good, verdict: "complete after 60s", causes: "ran-twice",
		},
		"fewer Pods: little is left": {
			spec: job.Spec{Completions: new(int32(5)), Parallelism: new(int32(3))}, status: job.Status{StartTime: now, Active: 1, Succeeded: 4}, pods: []job.Pod{runs("a", 0)},
			health: analyze.Good, verdict: "runs: 4/5 completions, 1 active", causes: "fewer-pods",
		},
		"fewer Pods: a work queue that is empty": {
			spec: job.Spec{Parallelism: new(int32(3))}, status: job.Status{StartTime: now, Active: 1, Succeeded: 1}, pods: []job.Pod{runs("a", 0)},
			health: analyze.Good, verdict: "runs: 1 succeeded, 1 active", causes: "fewer-pods",
		},
		"as many Pods as there may be": {
			spec: job.Spec{Completions: new(int32(5)), Parallelism: new(int32(1))}, status: job.Status{StartTime: now, Active: 1}, pods: []job.Pod{runs("a", 0)},
			health: analyze.Good, verdict: "runs: 0/5 completions, 1 active",
		},
	} {
		t.Run(name, func(t *testing.T) {
			j := job.Job{Metadata: job.Metadata{Name: "pi", Namespace: "d", UID: "uid-job", CreationTimestamp: now}, Spec: test.spec, Status: test.status}
			r := analyze.Of(analyze.Snapshot{Job: j, Pods: test.pods, Events: test.events, Now: now.Add(2 * time.Minute)})
			if r.Health != test.health || r.Verdict != test.verdict {
				t.Errorf("got  %s: %s\nwant %s: %s", r.Health, r.Verdict, test.health, test.verdict)
			}
			var causes []string
			for _, f := range r.Findings {
				causes = append(causes, string(f.Cause))
				if len(f.Evidence) == 0 || slices.ContainsFunc(f.Evidence, func(e analyze.Evidence) bool { return e.Object == "" || e.Field == "" }) {
					t.Errorf("%s is without proof: %+v", f.Cause, f.Evidence)
				}
			}
			if got := strings.Join(causes, " "); got != test.causes {
				t.Errorf("causes %q, want %q", got, test.causes)
			}
		})
	}
}
