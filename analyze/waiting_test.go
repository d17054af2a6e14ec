package analyze_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/job"
)

var now = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

func pod(name, node string, waiting *job.Waiting, conditions ...job.Condition) job.Pod {
	p := job.Pod{
		Metadata: job.Metadata{Name: "pi-" + name, UID: "uid-" + name, CreationTimestamp: now},
		Spec:     job.PodSpec{NodeName: node, Containers: []job.Container{{Name: "c", Image: "perl"}}},
		Status:   job.PodStatus{Phase: "Pending", Conditions: conditions},
	}
	if waiting != nil {
		p.Status.ContainerStatuses = []job.ContainerStatus{{Name: "c", State: job.ContainerState{Waiting: waiting}}}
	}
	return p
}

func event(about, kind, reason, message string, after time.Duration) job.Event {
	return job.Event{
		InvolvedObject: job.ObjectReference{UID: "uid-" + about}, Type: kind, Reason: reason, Message: message,
		LastTimestamp: now.Add(after),
	}
}

// The causes are those of TestReport.
var ignoreCause = cmpopts.IgnoreFields(analyze.Wait{}, "Cause")

func TestWaiting(t *testing.T) {
	yes, zero := true, int32(0)
	creating := &job.Waiting{Reason: "ContainerCreating"}
	const notFound = `failed to pull and unpack image "docker.io/library/perl:latest": not found`
	tests := []struct {
		name   string
		spec   job.Spec
		pods   []job.Pod
		events []job.Event
		want   []analyze.Wait
	}{
		{name: "no Pod yet", want: []analyze.Wait{{For: "the Job controller to create a Pod"}}},
		{name: "suspended", spec: job.Spec{Suspend: &yes}, want: []analyze.Wait{
			{For: "spec.suspend to become false: a suspended Job makes no Pod", Stuck: true},
		}},
		{name: "parallelism 0", spec: job.Spec{Parallelism: &zero}, want: []analyze.Wait{
			{For: "spec.parallelism above 0: with 0 the Job makes no Pod", Stuck: true},
		}},
		{name: "another controller", spec: job.Spec{ManagedBy: "kueue.x-k8s.io/multikueue"}, want: []analyze.Wait{
			{For: "controller kueue.x-k8s.io/multikueue, which manages this Job in place of the Job controller (spec.managedBy)"},
		}},
		{
			name:   "quota refuses the Pod",
			events: []job.Event{event("job", "Warning", "FailedCreate", `Error creating: pods "pi-x7k2p" is forbidden: exceeded quota: q`, 0)},
			want: []analyze.Wait{
				{For: `a Pod that cannot be created (FailedCreate): Error creating: pods "pi-..." is forbidden: exceeded quota: q`, Stuck: true},
			},
		},
		{
			name:   "a refusal that is over",
			pods:   []job.Pod{pod("p", "", nil)},
			events: []job.Event{event("job", "Warning", "FailedCreate", "Error creating", -time.Minute)},
			want:   []analyze.Wait{{Pods: []string{"pi-p"}, For: "the scheduler to choose a node"}},
		},
		{
			name: "unschedulable",
			pods: []job.Pod{pod("p", "", nil, job.Condition{Type: "PodScheduled", Status: "False", Reason: "Unschedulable", Message: "0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 nodes"})},
			want: []analyze.Wait{
				{Pods: []string{"pi-p"}, For: "a node that can take it (unschedulable): 0/2 nodes are available: 2 Insufficient cpu.", Stuck: true},
			},
		},
		{
			name:   "several Pods wait for the same image",
			pods:   []job.Pod{pod("p", "n", creating), pod("q", "n", creating)},
			events: []job.Event{event("p", "Normal", "Pulling", "", 0), event("q", "Normal", "Pulling", "", 0)},
			want:   []analyze.Wait{{Pods: []string{"pi-p", "pi-q"}, For: "image perl to be pulled", Nodes: []string{"n"}}},
		},
		{
			name:   "several Pods wait for the same image on several nodes",
			pods:   []job.Pod{pod("p", "n", creating), pod("q", "m", creating), pod("r", "n", creating)},
			events: []job.Event{event("p", "Normal", "Pulling", "", 0), event("q", "Normal", "Pulling", "", 0), event("r", "Normal", "Pulling", "", 0)},
			want:   []analyze.Wait{{Pods: []string{"pi-p", "pi-q", "pi-r"}, For: "image perl to be pulled", Nodes: []string{"n", "m"}}},
		},
		{
			name: "messages that differ by the name of the Pod",
			pods: []job.Pod{pod("p", "n", creating), pod("q", "n", creating)},
			events: []job.Event{
				event("p", "Warning", "FailedCreatePodSandBox", `name "pi-p_default_uid-p" is reserved`, 0),
				event("q", "Warning", "FailedCreatePodSandBox", `name "pi-q_default_uid-q" is reserved`, 0),
			},
			want: []analyze.Wait{{Pods: []string{"pi-p", "pi-q"}, For: `its container, which cannot be created (FailedCreatePodSandBox): name "..._default_..." is reserved`, Stuck: true}},
		},
		{
			name: "the kubelet has said nothing yet",
			pods: []job.Pod{pod("p", "n", nil)},
			want: []analyze.Wait{{Pods: []string{"pi-p"}, For: "the kubelet to start the Pod", Nodes: []string{"n"}}},
		},
		{
			name: "its container has failed to start, and the Pod is about to fail",
			pods: []job.Pod{func() job.Pod {
				p := pod("p", "n", nil)
				p.Status.ContainerStatuses = []job.ContainerStatus{{Name: "c", State: job.ContainerState{Terminated: &job.Terminated{ExitCode: 128}}}}
				return p
			}()},
		},
		{
			name:   "a volume that cannot be mounted",
			pods:   []job.Pod{pod("p", "n", creating)},
			events: []job.Event{event("p", "Normal", "Scheduled", "", 0), event("p", "Warning", "FailedMount", "configmap \"x\"\nnot found", time.Second)},
			want:   []analyze.Wait{{Pods: []string{"pi-p"}, For: `its container, which cannot be created (FailedMount): configmap "x" not found`, Stuck: true}},
		},
		{
			name: "an image that does not exist, first word",
			pods: []job.Pod{pod("p", "n", &job.Waiting{Reason: "ErrImagePull", Message: "rpc error: code = NotFound desc = " + notFound})},
			want: []analyze.Wait{{Pods: []string{"pi-p"}, For: "image perl, which cannot be pulled: " + notFound, Stuck: true}},
		},
		{
			name:   "an image that does not exist, the same words while the kubelet backs off",
			pods:   []job.Pod{pod("p", "n", &job.Waiting{Reason: "ImagePullBackOff", Message: `Back-off pulling image "perl"`})},
			events: []job.Event{event("p", "Warning", "Failed", `Failed to pull image "perl": rpc error: code = NotFound desc = `+notFound, 0), event("p", "Warning", "Failed", "Error: ImagePullBackOff", time.Second)},
			want:   []analyze.Wait{{Pods: []string{"pi-p"}, For: "image perl, which cannot be pulled: " + notFound, Stuck: true}},
		},
		{
			name:   "a missing ConfigMap, its event before the status",
			pods:   []job.Pod{pod("p", "n", creating)},
			events: []job.Event{event("p", "Warning", "Failed", `Error: configmap "x" not found`, 0)},
			want:   []analyze.Wait{{Pods: []string{"pi-p"}, For: "its container to be created", Nodes: []string{"n"}}},
		},
		{
			name: "a missing ConfigMap",
			pods: []job.Pod{pod("p", "n", &job.Waiting{Reason: "CreateContainerConfigError", Message: `configmap "x" not found`})},
			want: []analyze.Wait{{Pods: []string{"pi-p"}, For: `container c, which cannot be started (CreateContainerConfigError): configmap "x" not found`, Stuck: true}},
		},
		{
			name: "the back-off of a restart",
			pods: []job.Pod{pod("p", "n", &job.Waiting{Reason: "CrashLoopBackOff"})},
			want: []analyze.Wait{{Pods: []string{"pi-p"}, For: "the back-off before container c is restarted", Nodes: []string{"n"}}},
		},
		{name: "running", pods: []job.Pod{{Metadata: job.Metadata{UID: "p"}, Spec: job.PodSpec{NodeName: "n"}, Status: job.PodStatus{Phase: "Running"}}}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := analyze.Snapshot{Job: job.Job{Metadata: job.Metadata{Name: "pi", UID: "uid-job"}, Spec: test.spec}, Pods: test.pods, Events: test.events, Now: now}
			if diff := cmp.Diff(test.want, analyze.WaitingFor(s), ignoreCause); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// TestEventsOfOneSecond has the kubelet's events, counted in whole seconds, after the scheduler's.
func TestEventsOfOneSecond(t *testing.T) {
	scheduled, pulling := event("p", "Normal", "Scheduled", "", 0), event("p", "Normal", "Pulling", "", 0)
	scheduled.LastTimestamp, scheduled.EventTime = time.Time{}, now.Add(700*time.Millisecond)
	scheduled.Metadata.ResourceVersion, pulling.Metadata.ResourceVersion = "998", "1002"
	for _, events := range [][]job.Event{{scheduled, pulling}, {pulling, scheduled}} {
		s := analyze.Snapshot{Pods: []job.Pod{pod("p", "n", &job.Waiting{Reason: "ContainerCreating"})}, Events: events, Now: now}
		want := []analyze.Wait{{Pods: []string{"pi-p"}, For: "image perl to be pulled", Nodes: []string{"n"}}}
		if diff := cmp.Diff(want, analyze.WaitingFor(s), ignoreCause); diff != "" {
			t.Errorf("want -, got +:\n%s", diff)
		}
	}
}

func TestAFinishedJobWaitsForNothing(t *testing.T) {
	j := job.Job{Status: job.Status{Conditions: []job.Condition{{Type: "Failed", Status: "True"}}}}
	if waits := analyze.WaitingFor(analyze.Snapshot{Job: j, Now: now}); waits != nil {
		t.Errorf("got %+v", waits)
	}
}
