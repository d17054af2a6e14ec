package job_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/job"
)

var start = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

func at(seconds int) time.Time { return start.Add(time.Duration(seconds) * time.Second) }

// failedPod ran for a second from the given moment on.
func failedPod(uid string, from int, code int32) job.Pod {
	return job.Pod{
		Metadata: job.Metadata{Name: "pi-" + uid, UID: uid, CreationTimestamp: at(from)},
		Spec:     job.PodSpec{NodeName: "node-0", Containers: []job.Container{{Name: "main"}}},
		Status: job.PodStatus{Phase: "Failed", StartTime: at(from), ContainerStatuses: []job.ContainerStatus{{
			Name: "main",
			State: job.ContainerState{Terminated: &job.Terminated{
				ExitCode: code, Reason: "Error", StartedAt: at(from), FinishedAt: at(from + 1),
			}},
		}}},
	}
}

func succeededPod(uid string, from int) job.Pod {
	p := failedPod(uid, from, 0)
	p.Status.Phase = "Succeeded"
	p.Status.ContainerStatuses[0].State.Terminated.Reason = "Completed"
	return p
}

func TestBackoff(t *testing.T) {
	// backoff_utils.go: 10 s, doubled, at most 10 min.
	want := []time.Duration{0, 10, 20, 40, 80, 160, 320, 600, 600}
	for failures, seconds := range want {
		if got := job.Backoff(failures); got != seconds*time.Second {
			t.Errorf("after %d failures: %s, want %s", failures, got, seconds*time.Second)
		}
	}
	if got := job.Backoff(1 << 30); got != job.MaxBackoff {
		t.Errorf("after very many failures: %s", got)
	}
}

func TestNextRetry(t *testing.T) {
	single := job.Job{Spec: job.Spec{BackoffLimit: new(int32(4))}}
	many := job.Job{Spec: job.Spec{BackoffLimit: new(int32(4)), Completions: new(int32(5))}}
	finished := job.Job{Status: job.Status{Conditions: []job.Condition{{Type: "Failed", Status: "True"}}}}
	running := job.Pod{Metadata: job.Metadata{UID: "r"}, Status: job.PodStatus{Phase: "Running"}}
	stopped := failedPod("a", 2, 137) // by suspension
	stopped.Metadata.DeletionTimestamp = at(2)
	deleted := stopped
	deleted.Metadata.Finalizers = []string{"batch.kubernetes.io/job-tracking"}
	deleted.Status.Phase, deleted.Status.ContainerStatuses = "Running", nil
	deletedLater := failedPod("a", 4, 137)
	deletedLater.Metadata.DeletionTimestamp = at(5)
	tests := []struct {
		name string
		job  job.Job
		pods []job.Pod
		now  int
		want *job.Retry
	}{
		{"no failure", single, nil, 0, nil},
		{"one failure", single, []job.Pod{failedPod("a", 0, 1)}, 5, &job.Retry{At: at(11), Failures: 1, Wait: 10 * time.Second}},
		{"two failures", single, []job.Pod{failedPod("a", 0, 1), failedPod("b", 11, 1)}, 13, &job.Retry{At: at(32), Failures: 2, Wait: 20 * time.Second}},
		{"the wait is over", single, []job.Pod{failedPod("a", 0, 1)}, 11, nil},
		{"the next Pod is there", single, []job.Pod{failedPod("a", 0, 1), running}, 5, nil},
		{"a success resets", many, []job.Pod{failedPod("a", 0, 1), succeededPod("b", 11), failedPod("c", 20, 1)}, 22, &job.Retry{At: at(31), Failures: 1, Wait: 10 * time.Second}},
		{"a suspension is no failure", single, []job.Pod{stopped}, 4, nil},
		{"a deletion is one, also while the Pod terminates", single, []job.Pod{deleted}, 4, &job.Retry{At: at(12), Failures: 1, Wait: 10 * time.Second}},
		{"a deletion that the Pod takes time for", single, []job.Pod{deleted, deletedLater}, 4, &job.Retry{At: at(12), Failures: 1, Wait: 10 * time.Second}},
		{"no retry is left", job.Job{Spec: job.Spec{BackoffLimit: new(int32(0))}}, []job.Pod{failedPod("a", 0, 1)}, 5, nil},
		{"the Job has ended", finished, []job.Pod{failedPod("a", 0, 1)}, 5, nil},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var h job.History
			for _, p := range test.pods {
				h.Observe(p)
			}
			if diff := cmp.Diff(test.want, h.NextRetry(test.job, at(test.now))); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

func TestAttemptsOfPods(t *testing.T) {
	var h job.History
	h.Observe(succeededPod("c", 40))
	h.Observe(failedPod("a", 0, 42))
	evicted := failedPod("b", 11, 0)
	evicted.Status.ContainerStatuses = nil
	evicted.Status.Reason, evicted.Status.Message = "Evicted", "The node was low on resource: memory."
	h.Observe(evicted)
	h.Gone("a", at(60))

	attempts := h.Attempts(job.Spec{})
	var got []string
	for _, a := range attempts {
		got = append(got, a.Pod+" "+a.Result())
	}
	want := []string{"pi-a failed: exit code 42 (Error)", "pi-b failed: Evicted", "pi-c succeeded"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	if attempts[2].Number != 3 || attempts[0].Node != "node-0" || attempts[0].Duration(at(99)) != time.Second {
		t.Errorf("number, node or duration is wrong: %+v", attempts)
	}
	first := job.FirstFailure(attempts)
	if first == nil || *first.ExitCode != 42 {
		t.Errorf("first failure %+v, want exit code 42", first)
	}
}

// TestAttemptsOfRestarts follows a container under OnFailure: it fails with 1 and 2, and runs again
// when its Pod is deleted.
func TestAttemptsOfRestarts(t *testing.T) {
	ended := func(code int32, from int) *job.Terminated {
		return &job.Terminated{ExitCode: code, Reason: "Error", StartedAt: at(from), FinishedAt: at(from + 1)}
	}
	pod := func(s job.ContainerStatus) job.Pod {
		s.Name = "main"
		return job.Pod{
			Metadata: job.Metadata{Name: "p", UID: "p"},
			Status:   job.PodStatus{Phase: "Running", StartTime: at(0), ContainerStatuses: []job.ContainerStatus{s}},
		}
	}
	var h job.History
	h.Observe(pod(job.ContainerStatus{State: job.ContainerState{Terminated: ended(1, 0)}}))
	h.Observe(pod(job.ContainerStatus{RestartCount: 1, State: job.ContainerState{Running: &job.Running{StartedAt: at(2)}}, LastState: job.ContainerState{Terminated: ended(1, 0)}}))
	// Waiting for the second restart: restartCount is still 1, and lastState is of run 1.
	h.Observe(pod(job.ContainerStatus{RestartCount: 1, State: job.ContainerState{Waiting: &job.Waiting{Reason: "CrashLoopBackOff"}}, LastState: job.ContainerState{Terminated: ended(2, 2)}}))
	h.Observe(pod(job.ContainerStatus{RestartCount: 2, State: job.ContainerState{Running: &job.Running{StartedAt: at(13)}}, LastState: job.ContainerState{Terminated: ended(2, 2)}}))
	h.Gone("p", at(14))

	var got []string
	for _, a := range h.Attempts(job.Spec{Template: job.PodTemplate{Spec: job.PodSpec{RestartPolicy: "OnFailure"}}}) {
		got = append(got, a.Result())
	}
	want := []string{"failed: exit code 1 (Error)", "failed: exit code 2 (Error)", "deleted"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// TestDeletionIsNoFailure has Pods that were deleted at second 10 and ended before, with or after it. The
// kubelet first tells of the container while the Pod's phase is still Running, and at last deletes the Pod
// without grace, which moves the time of the deletion.
func TestDeletionIsNoFailure(t *testing.T) {
	for _, test := range []struct {
		name string
		end  int
		code int32
		want job.Outcome
	}{
		{"failed before", 9, 1, job.AttemptFailed},
		{"failed in the same second", 10, 1, job.AttemptFailed},
		{"was killed in the same second", 10, 137, job.AttemptDeleted},
		{"was killed when its grace period was over", 40, 137, job.AttemptDeleted},
		{"ended on SIGTERM with a code of its own", 12, 1, job.AttemptDeleted},
	} {
		running := failedPod("a", test.end-1, test.code)
		running.Status.Phase = "Running"
		running.Metadata.DeletionTimestamp, running.Metadata.DeletionGracePeriodSeconds = at(40), new(int64(30))
		failed := running
		failed.Status.Phase = "Failed"
		forced := failed
		forced.Metadata.DeletionTimestamp, forced.Metadata.DeletionGracePeriodSeconds = at(test.end+1), new(int64(0))
		var h job.History
		for i, p := range []job.Pod{running, failed, forced} {
			h.Observe(p)
			if got := h.Attempts(job.Spec{})[0]; got.Outcome != test.want {
				t.Errorf("%s, as seen %d: %s, want %s", test.name, i, got.Outcome, test.want)
			}
		}
		h.Gone("a", at(test.end+1))
		if got := h.Attempts(job.Spec{})[0]; got.Outcome != test.want {
			t.Errorf("%s, gone: %s, want %s", test.name, got.Outcome, test.want)
		}
	}
}

// TestNumbers has a first Pod that ended by deletion, or failed, and a second one that runs: the number of
// the second tells whether the first used up a try.
func TestNumbers(t *testing.T) {
	deleted := failedPod("a", 11, 137)
	deleted.Status.Phase = "Running"
	deleted.Status.ContainerStatuses[0].State = job.ContainerState{Running: &job.Running{StartedAt: at(0)}}
	deleted.Metadata.DeletionTimestamp, deleted.Metadata.DeletionGracePeriodSeconds = at(40), new(int64(30))
	byPerson := deleted
	byPerson.Metadata.Finalizers = []string{"batch.kubernetes.io/job-tracking"}
	counted := deleted // the finalizer is taken away as soon as the Job controller has counted it
	policy := func(r job.PodFailureRule) job.Spec {
		return job.Spec{PodFailurePolicy: &job.PodFailurePolicy{Rules: []job.PodFailureRule{r}}}
	}
	failedBefore := failedPod("a", 0, 42)
	failedBefore.Metadata.DeletionTimestamp = at(40)
	in42 := &job.OnExitCodes{Operator: "In", Values: []int32{42}}
	disrupted := failedPod("a", 0, 1)
	disrupted.Status.Conditions = []job.Condition{{Type: "DisruptionTarget", Status: "True"}}
	onDisruption := []job.PodConditionPattern{{Type: "DisruptionTarget", Status: "True"}}
	tests := []struct {
		name string
		spec job.Spec
		seen []job.Pod
		want int
	}{
		{"failed", job.Spec{}, []job.Pod{failedPod("a", 0, 42)}, 2},
		{"stopped by suspension", job.Spec{}, []job.Pod{deleted, failedPod("a", 10, 137)}, 1},
		{"deleted by a person", job.Spec{}, []job.Pod{byPerson, counted}, 2},
		{"deleted by a person, to be replaced when it has failed", job.Spec{PodReplacementPolicy: "Failed"}, []job.Pod{byPerson}, 1},
		{"failed, then deleted", job.Spec{}, []job.Pod{failedPod("a", 0, 42), failedBefore}, 2},
		{"ignored by its exit code", policy(job.PodFailureRule{Action: "Ignore", OnExitCodes: in42}), []job.Pod{failedPod("a", 0, 42)}, 1},
		{"another exit code", policy(job.PodFailureRule{Action: "Ignore", OnExitCodes: in42}), []job.Pod{failedPod("a", 0, 1)}, 2},
		{"counted by its exit code", policy(job.PodFailureRule{Action: "Count", OnExitCodes: in42}), []job.Pod{failedPod("a", 0, 42)}, 2},
		{"ignored by a condition", policy(job.PodFailureRule{Action: "Ignore", OnPodConditions: onDisruption}), []job.Pod{disrupted}, 1},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			var h job.History
			for _, p := range test.seen {
				h.Observe(p)
			}
			second := failedPod("b", 50, 0)
			second.Status.Phase = "Running"
			h.Observe(second)
			all := h.Attempts(test.spec)
			if first, got := all[0].Number, all[len(all)-1].Number; first != 1 || got != test.want {
				t.Errorf("attempts %d and %d, want 1 and %d", first, got, test.want)
			}
		})
	}
}

// TestBegin comes to a Job whose first Pod failed and exists no longer.
func TestBegin(t *testing.T) {
	single := job.Job{Spec: job.Spec{BackoffLimit: new(int32(2))}, Status: job.Status{Failed: 2}}
	var h job.History
	h.Begin(single, []job.Pod{failedPod("b", 11, 1)})
	want := &job.Retry{At: at(32), Failures: 2, Wait: 20 * time.Second}
	if diff := cmp.Diff(want, h.NextRetry(single, at(13))); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	h.Observe(failedPod("c", 32, 1))
	attempts := h.Attempts(single.Spec)
	if len(attempts) != 2 || attempts[0].Number != 2 || attempts[1].Number != 3 {
		t.Errorf("want attempts 2 and 3, got %+v", attempts)
	}
	if retry := h.NextRetry(single, at(34)); retry != nil {
		t.Errorf("the limit is reached, got %+v", retry)
	}
}

// TestParallelAttemptsAreNumberedThrough has Pods that share a limit: none of them is a second try of another.
func TestParallelAttemptsAreNumberedThrough(t *testing.T) {
	var h job.History
	for _, p := range []job.Pod{failedPod("a", 0, 1), succeededPod("b", 0), succeededPod("c", 0)} {
		h.Observe(p)
	}
	var got []int
	for _, a := range h.Attempts(job.Spec{Completions: new(int32(3)), Parallelism: new(int32(3))}) {
		got = append(got, a.Number)
	}
	if diff := cmp.Diff([]int{1, 2, 3}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// TestProgress has Pods that the Job's status does not count yet.
func TestProgress(t *testing.T) {
	j := job.Job{Spec: job.Spec{Completions: new(int32(4)), Parallelism: new(int32(3))}, Status: job.Status{Active: 3}}
	running := failedPod("c", 0, 0)
	running.Status.Phase = "Running"
	var h job.History
	if got, want := h.Progress(j), "0/4 completions, 3 active"; got != want {
		t.Errorf("no Pod was seen: %q, want %q", got, want)
	}
	for _, p := range []job.Pod{failedPod("a", 0, 1), succeededPod("b", 0), running} {
		h.Observe(p)
	}
	if got, want := h.Progress(j), "1/4 completions, 1 active, 1 failed"; got != want {
		t.Errorf("Pods have ended: %q, want %q", got, want)
	}
	j.Status = job.Status{Active: 1, Succeeded: 3, Failed: 2}
	if got, want := h.Progress(j), "3/4 completions, 1 active, 2 failed"; got != want {
		t.Errorf("not all Pods were seen: %q, want %q", got, want)
	}
}

func TestAttemptsPerIndexAreNumberedPerIndex(t *testing.T) {
	var h job.History
	for i, index := range []string{"0", "1", "1", "0"} {
		p := failedPod(string(rune('a'+i)), i, 1)
		p.Metadata.Annotations = map[string]string{job.IndexAnnotation: index}
		h.Observe(p)
	}
	var got []int
	for _, a := range h.Attempts(job.Spec{CompletionMode: "Indexed", BackoffLimitPerIndex: new(int32(2))}) {
		got = append(got, a.Number)
	}
	if diff := cmp.Diff([]int{1, 1, 2, 2}, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestUnsettled(t *testing.T) {
	var h job.History
	if h.Unsettled(nil) {
		t.Error("without Pods, nothing is to be waited for")
	}
	p := failedPod("a", 0, 1)
	h.Observe(p)
	if h.Unsettled([]job.Pod{p}) {
		t.Error("a Pod that exists was read a moment ago")
	}
	if !h.Unsettled(nil) {
		t.Error("the deletion of a Pod that exists no longer has yet to be seen")
	}
	h.Gone("a", at(2))
	if h.Unsettled(nil) {
		t.Error("the deletion was seen")
	}
}

// TestDecodesKubectlOutput reads what "kubectl get job -o json" prints.
func TestDecodesKubectlOutput(t *testing.T) {
	const text = `{"apiVersion": "batch/v1", "kind": "Job",
		"metadata": {"name": "pi", "uid": "u", "creationTimestamp": "2026-11-23T10:00:00Z", "deletionTimestamp": null},
		"spec": {"backoffLimit": 4, "completions": 1, "parallelism": 1, "completionMode": "NonIndexed", "suspend": false},
		"status": {"startTime": "2026-11-23T10:00:00Z", "completionTime": "2026-11-23T10:00:12Z", "succeeded": 1, "ready": 0,
			"conditions": [{"type": "SuccessCriteriaMet", "status": "True"}, {"type": "Complete", "status": "True"}]}}`
	var j job.Job
	if err := json.Unmarshal([]byte(text), &j); err != nil {
		t.Fatal(err)
	}
	if j.State() != job.StateComplete || !j.Finished() || !j.FinishedAt().Equal(at(12)) {
		t.Errorf("state %s, finished %v at %s", j.State(), j.Finished(), j.FinishedAt())
	}
	got := map[string]string{}
	for _, f := range j.Summary(at(99)) {
		got[f.Name] = f.Value
	}
	for name, want := range map[string]string{
		"Start Time":    "Mon, 23 Nov 2026 10:00:00 +0000",
		"Completed At":  "Mon, 23 Nov 2026 10:00:12 +0000",
		"Duration":      "12s",
		"Pods Statuses": "0 Active (0 Ready) / 1 Succeeded / 0 Failed",
		"State":         "Complete",
	} {
		if got[name] != want {
			t.Errorf("%s: %q, want %q", name, got[name], want)
		}
	}
}

func TestState(t *testing.T) {
	with := func(conditions ...string) job.Job {
		var j job.Job
		for _, c := range conditions {
			j.Status.Conditions = append(j.Status.Conditions, job.Condition{Type: c, Status: "True", Reason: "R", Message: "M"})
		}
		return j
	}
	deleted := with()
	deleted.Metadata.DeletionTimestamp = at(0)
	resumed := with()
	resumed.Status.Conditions = []job.Condition{{Type: "Suspended", Status: "False"}}
	for name, test := range map[string]struct {
		job  job.Job
		want job.State
	}{
		"new":         {with(), job.StateRunning},
		"succeeding":  {with("SuccessCriteriaMet"), job.StateSuccessCriteriaMet},
		"failing":     {with("FailureTarget"), job.StateFailureTarget},
		"complete":    {with("SuccessCriteriaMet", "Complete"), job.StateComplete},
		"failed":      {with("FailureTarget", "Failed"), job.StateFailed},
		"suspended":   {with("Suspended"), job.StateSuspended},
		"resumed":     {resumed, job.StateRunning},
		"terminating": {deleted, job.StateTerminating},
	} {
		if got := test.job.State(); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
}
