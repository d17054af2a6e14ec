package cluster

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-job/kubectl-job/job"
)

// TestNeverStarted has a container whose command does not exist, as the kubelet reports it.
func TestNeverStarted(t *testing.T) {
	at := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	got := leanState(corev1.ContainerState{Terminated: &corev1.ContainerStateTerminated{
		ExitCode: 128, Reason: "StartError", StartedAt: metav1.Unix(0, 0), FinishedAt: metav1.NewTime(at),
	}})
	want := job.ContainerState{Terminated: &job.Terminated{ExitCode: 128, Reason: "StartError", FinishedAt: at}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestFailurePolicy(t *testing.T) {
	got := leanJob(&batchv1.Job{Spec: batchv1.JobSpec{PodFailurePolicy: &batchv1.PodFailurePolicy{Rules: []batchv1.PodFailurePolicyRule{
		{Action: "FailJob", OnExitCodes: &batchv1.PodFailurePolicyOnExitCodesRequirement{ContainerName: new("c"), Operator: "In", Values: []int32{42}}},
		{Action: "Ignore", OnPodConditions: []batchv1.PodFailurePolicyOnPodConditionsPattern{{Type: "DisruptionTarget", Status: "True"}}},
	}}}}).Spec.PodFailurePolicy
	want := &job.PodFailurePolicy{Rules: []job.PodFailureRule{
		{Action: "FailJob", OnExitCodes: &job.OnExitCodes{ContainerName: new("c"), Operator: "In", Values: []int32{42}}},
		{Action: "Ignore", OnPodConditions: []job.PodConditionPattern{{Type: "DisruptionTarget", Status: "True"}}},
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}
