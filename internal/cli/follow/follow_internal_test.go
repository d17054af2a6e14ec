package follow

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	clocktesting "k8s.io/utils/clock/testing"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

var start = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

func ended(uid string, from int, code int32) job.Pod {
	phase, reason := "Succeeded", "Completed"
	if code != 0 {
		phase, reason = "Failed", "Error"
	}
	begin := start.Add(time.Duration(from) * time.Second)
	return job.Pod{
		Metadata: job.Metadata{Name: "pi-" + uid, UID: "uid-" + uid, CreationTimestamp: begin},
		Spec:     job.PodSpec{NodeName: "n"},
		Status: job.PodStatus{Phase: phase, StartTime: begin, ContainerStatuses: []job.ContainerStatus{{
			Name:  "c",
			State: job.ContainerState{Terminated: &job.Terminated{ExitCode: code, Reason: reason, StartedAt: begin, FinishedAt: begin.Add(time.Second)}},
		}}},
	}
}

func finished(condition, reason string) job.Job {
	j := job.Job{Metadata: job.Metadata{Name: "pi", UID: "u"}, Spec: job.Spec{Completions: new(int32(1)), Parallelism: new(int32(1)), BackoffLimit: new(int32(1))}}
	j.Status.StartTime = start
	at := start.Add(13 * time.Second)
	j.Status.Conditions = []job.Condition{{Type: condition, Status: "True", Reason: reason, Message: "Job was it", LastTransitionTime: at}}
	if condition == "Complete" {
		j.Status.CompletionTime, j.Status.Succeeded = at, 1
	}
	return j
}

// TestStory feeds a Job's news to a follower and compares what a person reads.
func TestStory(t *testing.T) {
	running := job.Job{Metadata: job.Metadata{Name: "pi", UID: "u"}, Spec: job.Spec{Completions: new(int32(1)), Parallelism: new(int32(1)), BackoffLimit: new(int32(1))}}
	running.Status.StartTime = start
	pulling := job.Pod{
		Metadata: job.Metadata{Name: "pi-a", UID: "uid-a", CreationTimestamp: start},
		Spec:     job.PodSpec{NodeName: "n", Containers: []job.Container{{Name: "c", Image: "perl"}}},
		Status:   job.PodStatus{Phase: "Pending", ContainerStatuses: []job.ContainerStatus{{Name: "c", State: job.ContainerState{Waiting: &job.Waiting{Reason: "ContainerCreating"}}}}},
	}
	first, second := ended("a", 0, 42), ended("b", 11, 7)
	failed := finished("Failed", "BackoffLimitExceeded")

	clock := clocktesting.NewFakeClock(start)
	var out bytes.Buffer
	f := newFollower(t.Context(), running, Options{Clock: clock, Notes: term.NewLines(&out)})
	feed := func(u cluster.Update) {
		if _, err := f.take(u); err != nil {
			t.Fatal(err)
		}
	}
	pass := func(d time.Duration) {
		clock.Step(d)
		select {
		case <-f.report.due():
			f.report.tell(f.snapshot())
		default:
		}
	}
	feed(cluster.Update{Pod: &pulling})
	feed(cluster.Update{Event: &job.Event{Metadata: job.Metadata{UID: "e"}, InvolvedObject: job.ObjectReference{UID: "uid-a"}, Reason: "Pulling", LastTimestamp: start}})
	pass(time.Second)
	feed(cluster.Update{Pod: &pulling}) // no news
	pass(time.Second)
	feed(cluster.Update{Pod: &first})
	pass(time.Second)
	feed(cluster.Update{Problem: &cluster.Problem{Resource: "pods", Err: cluster.ErrUnreachable}})
	feed(cluster.Update{Problem: &cluster.Problem{Resource: "pods", Err: cluster.ErrUnreachable}})
	feed(cluster.Update{Pod: &second})
	feed(cluster.Update{Job: &failed})
	f.report.finished(f.snapshot(), 0)

	want := []string{
		"pi: waits for image perl to be pulled on node n (Pod pi-a)",
		"pi: attempt 1 of 2 failed: exit code 42 (Error) after 1s, Pod pi-a on node n, container c",
		"pi: backs off: next Pod at " + start.Add(11*time.Second).Local().Format(time.TimeOnly) + ", 10s after failure 1 since the last success",
		"pi: lost sight of its pods, trying again: cluster unreachable",
		"pi: its pods are in sight again",
		"pi: attempt 2 of 2 failed: exit code 7 (Error) after 1s, Pod pi-b on node n, container c",
		"pi: failed after 13s: BackoffLimitExceeded: Job was it",
	}
	if diff := cmp.Diff(want, strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// TestReasons has Pods that wait: what a reader would call the same is told once, and again when it is back.
func TestReasons(t *testing.T) {
	many := job.Job{Metadata: job.Metadata{Name: "pi", UID: "u"}, Spec: job.Spec{Completions: new(int32(3)), Parallelism: new(int32(3))}}
	unschedulable := func(uid, why string) job.Pod {
		return job.Pod{
			Metadata: job.Metadata{Name: "pi-" + uid, UID: "uid-" + uid, CreationTimestamp: start},
			Status:   job.PodStatus{Phase: "Pending", Conditions: []job.Condition{{Type: "PodScheduled", Status: "False", Message: why}}},
		}
	}
	running := func(uid string) job.Pod {
		p := ended(uid, 0, 0)
		p.Status.Phase, p.Status.ContainerStatuses = "Running", nil
		return p
	}
	clock := clocktesting.NewFakeClock(start)
	var out bytes.Buffer
	f := newFollower(t.Context(), many, Options{Clock: clock, Notes: term.NewLines(&out)})
	for _, pods := range [][]job.Pod{
		{unschedulable("a", "0/5 nodes are available: 5 Insufficient cpu."), unschedulable("b", "0/5 nodes are available: 5 Insufficient cpu.")},
		{unschedulable("c", "0/6 nodes are available: 6 Insufficient cpu.")}, // only counts otherwise
		{running("a"), unschedulable("b", "0/6 nodes are available: 6 Insufficient memory.")},
		{running("c")}, // one reason is left
	} {
		for _, p := range pods {
			if _, err := f.take(cluster.Update{Pod: &p}); err != nil {
				t.Fatal(err)
			}
		}
		clock.Step(settleMany)
		select {
		case <-f.report.due():
			f.report.tell(f.snapshot())
		default:
		}
	}
	want := []string{
		"pi: waits for a node that can take it (unschedulable): 0/5 nodes are available: 5 Insufficient cpu. (2 Pods, such as pi-a)",
		"pi: waits for a node that can take it (unschedulable): 0/6 nodes are available: 6 Insufficient memory. (Pod pi-b)",
	}
	if diff := cmp.Diff(want, strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// TestRefusals ends the following only when the cluster refuses twice in a row.
func TestRefusals(t *testing.T) {
	clock := clocktesting.NewFakeClock(start)
	var out bytes.Buffer
	f := newFollower(t.Context(), finished("Complete", ""), Options{Clock: clock, Notes: term.NewLines(&out)})
	refused := cluster.Update{Problem: &cluster.Problem{Resource: "jobs", Err: cluster.ErrForbidden}}
	for i, wait := range []time.Duration{0, time.Hour} {
		clock.Step(wait)
		if done, err := f.take(refused); done || err != nil {
			t.Errorf("refusal %d, long after the one before: done %v, %v", i, done, err)
		}
	}
	clock.Step(30 * time.Second)
	if _, err := f.take(refused); !errors.Is(err, cluster.ErrForbidden) {
		t.Errorf("twice in a row: %v", err)
	}
	for range 2 {
		if _, err := f.take(cluster.Update{Problem: &cluster.Problem{Resource: "events", Err: cluster.ErrForbidden}}); err != nil {
			t.Errorf("events are done without: %v", err)
		}
	}
	if got, want := out.String(), "pi: going on without news of its events: not permitted\n"; got != want {
		t.Errorf("told %q, want %q", got, want)
	}
}

// TestStopped tells of a Pod that was deleted, and of the attempt that takes its place.
func TestStopped(t *testing.T) {
	single := job.Job{Metadata: job.Metadata{Name: "pi", UID: "u"}, Spec: job.Spec{BackoffLimit: new(int32(0)), Parallelism: new(int32(1)), Completions: new(int32(1))}}
	running := func(uid string) job.Pod {
		p := ended(uid, 0, 0)
		p.Status.Phase = "Running"
		p.Status.ContainerStatuses[0].State = job.ContainerState{Running: &job.Running{StartedAt: start}}
		return p
	}
	deleted := running("a")
	deleted.Metadata.DeletionTimestamp = start.Add(time.Second)
	killed := ended("a", 1, 137)
	killed.Metadata.DeletionTimestamp = deleted.Metadata.DeletionTimestamp
	var out bytes.Buffer
	f := newFollower(t.Context(), single, Options{Clock: clocktesting.NewFakeClock(start), Notes: term.NewLines(&out)})
	for _, p := range []job.Pod{running("a"), deleted, killed, running("b")} {
		if _, err := f.take(cluster.Update{Pod: &p}); err != nil {
			t.Fatal(err)
		}
	}
	want := []string{
		"pi: attempt 1 of 1 runs: Pod pi-a on node n",
		"pi: attempt 1 of 1 is stopped: Pod pi-a on node n was deleted",
		"pi: attempt 1 of 1 runs: Pod pi-b on node n",
	}
	if diff := cmp.Diff(want, strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// TestDescribe passes on why a program could not be started, and not the last words of one that ran.
func TestDescribe(t *testing.T) {
	a := job.Attempt{Pod: "pi-a", Node: "n", Container: "c", Outcome: job.AttemptFailed, ExitCode: new(int32(128)), Reason: "StartError", Message: "no such file"}
	if got, want := Describe(a, start), "exit code 128 (StartError) after 0s, Pod pi-a on node n, container c: no such file"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	a.Reason = "Error"
	if got, want := Describe(a, start), "exit code 128 (Error) after 0s, Pod pi-a on node n, container c"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestCode(t *testing.T) {
	attempts := func(pods ...job.Pod) []job.Attempt {
		var h job.History
		for _, p := range pods {
			h.Observe(p)
		}
		return h.Attempts(job.Spec{})
	}
	evicted := ended("e", 0, 1)
	evicted.Status.ContainerStatuses, evicted.Status.Reason = nil, "Evicted"
	byPolicy := func(message string) job.Job {
		j := finished("Failed", "PodFailurePolicy")
		j.Status.Conditions[0].Message = message
		return j
	}
	tests := []struct {
		name     string
		job      job.Job
		attempts []job.Attempt
		want     int
	}{
		{"complete", finished("Complete", "CompletionsReached"), attempts(ended("a", 0, 1), ended("b", 11, 0)), exit.OK},
		{"the first failure counts", finished("Failed", "BackoffLimitExceeded"), attempts(ended("b", 11, 7), ended("a", 0, 42)), 42},
		{"Pod failure policy, not what it ignored before", byPolicy("Container c for pod d/pi-b failed with exit code 42 matching FailJob rule at index 1"), attempts(ended("a", 0, 7), ended("b", 11, 42)), 42},
		{"Pod failure policy, by a condition", byPolicy("Pod d/pi-a has condition DisruptionTarget matching FailJob rule at index 0"), attempts(ended("a", 0, 137)), exit.JobFailed},
		{"Pod failure policy, in unknown words", byPolicy("a rule matched"), attempts(ended("a", 0, 3)), 3},
		{"deadline, whatever failed before", finished("Failed", "DeadlineExceeded"), attempts(ended("a", 0, 42)), exit.JobFailed},
		{"no container failed", finished("Failed", "BackoffLimitExceeded"), attempts(evicted), exit.JobFailed},
		{"an exit code that no shell can pass on", finished("Failed", "BackoffLimitExceeded"), attempts(ended("a", 0, -1073741510)), exit.JobFailed},
	}
	for _, test := range tests {
		if got := Code(test.job, test.attempts); got != test.want {
			t.Errorf("%s: %d, want %d", test.name, got, test.want)
		}
	}
}

func TestOnlyTheFirstFailuresAreToldOneByOne(t *testing.T) {
	var out bytes.Buffer
	many := job.Job{Metadata: job.Metadata{Name: "many"}, Spec: job.Spec{Completions: new(int32(100)), Parallelism: new(int32(100)), BackoffLimit: new(int32(100))}}
	clock := clocktesting.NewFakeClock(start)
	f := newFollower(t.Context(), many, Options{Clock: clock, Notes: term.NewLines(&out)})
	for i := range 60 {
		p := ended(strings.Repeat("x", i+1), i, 1)
		if _, err := f.take(cluster.Update{Pod: &p}); err != nil {
			t.Fatal(err)
		}
	}
	clock.Step(glance)
	<-f.glance.C()
	f.look()
	told := strings.Count(out.String(), "an attempt failed")
	if told != maxFailures || strings.Count(out.String(), "not told one by one") != 1 {
		t.Errorf("%d failures were told:\n%s", told, out.String())
	}
}

// BenchmarkManyPods is the cost of following a Job of 10,000 Pods, each of which is seen four times.
func BenchmarkManyPods(b *testing.B) {
	const pods = 10_000
	many := job.Job{Metadata: job.Metadata{Name: "many"}, Spec: job.Spec{Completions: new(int32(pods)), Parallelism: new(int32(pods))}}
	for b.Loop() {
		clock := clocktesting.NewFakeClock(start)
		f := newFollower(b.Context(), many, Options{Clock: clock, Notes: term.NewLines(io.Discard)})
		for range 4 {
			for i := range pods {
				p := ended(strconv.Itoa(i), i, 0)
				if _, err := f.take(cluster.Update{Pod: &p}); err != nil {
					b.Fatal(err)
				}
			}
			clock.Step(glance)
			<-f.glance.C()
			f.look()
		}
	}
	b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/(4*pods), "µs/change")
}
