//go:build unix

package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"io"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// env is a namespace of the shared cluster, for one test.
type env struct {
	*testing.T
	cluster   *testcluster.Cluster
	client    kubernetes.Interface
	namespace string
}

func newEnv(t *testing.T) *env {
	t.Helper()
	t.Parallel()
	if testing.Short() {
		t.Skip("needs a cluster")
	}
	c := testcluster.Shared(t)
	return &env{T: t, cluster: c, client: c.Client(t), namespace: c.Namespace(t)}
}

// job creates a Job on simulated nodes, with annotations on its Pods.
func (e *env) job(annotations map[string]string, change ...func(*batchv1.JobSpec)) string {
	e.Helper()
	spec := batchv1.JobSpec{Template: corev1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Annotations: annotations},
		Spec: corev1.PodSpec{
			RestartPolicy: corev1.RestartPolicyNever,
			NodeSelector:  map[string]string{"type": "simulated"},
			Containers:    []corev1.Container{{Name: "c", Image: "busybox"}},
		},
	}}
	return e.create(spec, change...)
}

// realJob creates a Job of an ordinary container; it must come to the real node by itself.
func (e *env) realJob(image string, command ...string) string {
	e.Helper()
	if !e.cluster.Real {
		e.Skip("no real node: " + e.cluster.Reason)
	}
	return e.create(batchv1.JobSpec{Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
		RestartPolicy: corev1.RestartPolicyNever,
		Containers: []corev1.Container{{
			Name: "c", Image: image, Command: command,
		}},
	}}}, backoffLimit(0), func(s *batchv1.JobSpec) {
		s.Template.Spec.Containers[0].Resources.Limits = corev1.ResourceList{corev1.ResourceMemory: *memory("64Mi")}
	})
}

func (e *env) create(spec batchv1.JobSpec, change ...func(*batchv1.JobSpec)) string {
	e.Helper()
	for _, c := range change {
		c(&spec)
	}
	j, err := e.client.BatchV1().Jobs(e.namespace).Create(e.Context(), &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{GenerateName: "job-"}, Spec: spec,
	}, metav1.CreateOptions{})
	if err != nil {
		e.Fatal(err)
	}
	return j.Name
}

func backoffLimit(n int32) func(*batchv1.JobSpec) {
	return func(s *batchv1.JobSpec) { s.BackoffLimit = &n }
}

// poll asks until the condition holds.
func (e *env) poll(what string, timeout time.Duration, f func(context.Context) (bool, error)) {
	e.Helper()
	if err := wait.PollUntilContextTimeout(e.Context(), 50*time.Millisecond, timeout, true, f); err != nil {
		e.Fatalf("%s: %v\n%s", what, err, e.cluster.Kubectl(e, "-n", e.namespace, "get", "jobs,pods,events", "-o", "wide"))
	}
}

// finished waits until the Job is complete or has failed.
func (e *env) finished(name string, want batchv1.JobConditionType) *batchv1.Job {
	e.Helper()
	var job *batchv1.Job
	e.poll("end of "+name, 90*time.Second, func(ctx context.Context) (bool, error) {
		var err error
		if job, err = e.client.BatchV1().Jobs(e.namespace).Get(ctx, name, metav1.GetOptions{}); err != nil {
			return false, err
		}
		for _, c := range job.Status.Conditions {
			if c.Status == corev1.ConditionTrue && (c.Type == batchv1.JobComplete || c.Type == batchv1.JobFailed) {
				if c.Type != want {
					return false, errors.New("it is " + string(c.Type) + ": " + c.Message)
				}
				return true, nil
			}
		}
		return false, nil
	})
	return job
}

func (e *env) pods(job string) []corev1.Pod {
	e.Helper()
	list, err := e.client.CoreV1().Pods(e.namespace).List(e.Context(), metav1.ListOptions{LabelSelector: "job-name=" + job})
	if err != nil {
		e.Fatal(err)
	}
	return list.Items
}

// waiting waits until a container of the Job waits for that reason, and returns its Pod.
func (e *env) waiting(job, reason string) corev1.Pod {
	e.Helper()
	var found corev1.Pod
	e.poll("waiting for "+reason, 60*time.Second, func(context.Context) (bool, error) {
		for _, p := range e.pods(job) {
			for _, s := range p.Status.ContainerStatuses {
				if s.State.Waiting != nil && s.State.Waiting.Reason == reason {
					found = p
					return true, nil
				}
			}
		}
		return false, nil
	})
	return found
}

func (e *env) terminated(job string) *corev1.ContainerStateTerminated {
	e.Helper()
	pods := e.pods(job)
	if len(pods) == 0 || len(pods[0].Status.ContainerStatuses) == 0 || pods[0].Status.ContainerStatuses[0].State.Terminated == nil {
		e.Fatalf("no terminated container in %s", job)
	}
	return pods[0].Status.ContainerStatuses[0].State.Terminated
}

// logs returns the log of the Job's Pod.
func (e *env) logs(job string, o corev1.PodLogOptions) string {
	e.Helper()
	ctx, cancel := context.WithTimeout(e.Context(), 30*time.Second)
	defer cancel()
	out, err := e.client.CoreV1().Pods(e.namespace).GetLogs(e.pods(job)[0].Name, &o).DoRaw(ctx)
	if err != nil {
		e.Fatalf("log of %s: %v", job, err)
	}
	return string(out)
}

func (e *env) running(job string) {
	e.Helper()
	e.poll("running Pod of "+job, 60*time.Second, func(context.Context) (bool, error) {
		pods := e.pods(job)
		return len(pods) > 0 && pods[0].Status.Phase == corev1.PodRunning, nil
	})
}

func TestSimulatedCompletes(t *testing.T) {
	e := newEnv(t)
	name := e.job(map[string]string{"sim.test/run-for": "1s"})
	e.finished(name, batchv1.JobComplete)
	st := e.terminated(name)
	if st.ExitCode != 0 || st.Reason != "Completed" || st.FinishedAt.Before(&st.StartedAt) {
		t.Errorf("terminated: %+v", st)
	}
}

func TestSimulatedFails(t *testing.T) {
	e := newEnv(t)
	name := e.job(map[string]string{"sim.test/exit-code": "42"}, backoffLimit(0))
	e.finished(name, batchv1.JobFailed)
	if st := e.terminated(name); st.ExitCode != 42 || st.Reason != "Error" {
		t.Errorf("terminated: %+v", st)
	}
}

func TestSimulatedOutOfMemory(t *testing.T) {
	e := newEnv(t)
	name := e.job(map[string]string{"sim.test/reason": "OOMKilled"}, backoffLimit(0))
	e.finished(name, batchv1.JobFailed)
	if st := e.terminated(name); st.ExitCode != 137 || st.Reason != "OOMKilled" {
		t.Errorf("terminated: %+v", st)
	}
}

func TestSimulatedAttempts(t *testing.T) {
	e := newEnv(t)
	name := e.job(map[string]string{"sim.test/exit-code": "1,0"})
	if j := e.finished(name, batchv1.JobComplete); j.Status.Failed != 1 || j.Status.Succeeded != 1 {
		t.Errorf("status: %+v", j.Status)
	}
}

func TestSimulatedTwoFailures(t *testing.T) {
	e := newEnv(t)
	name := e.job(map[string]string{"sim.test/exit-code": "1,1,0"})
	if j := e.finished(name, batchv1.JobComplete); j.Status.Failed != 2 {
		t.Errorf("failed: %d", j.Status.Failed)
	}
}

func TestSimulatedPerIndex(t *testing.T) {
	e := newEnv(t)
	name := e.job(map[string]string{"sim.test/index-1.exit-code": "1,0", "sim.test/index-3.exit-code": "7"}, func(s *batchv1.JobSpec) {
		mode, n, limit := batchv1.IndexedCompletion, int32(4), int32(1)
		s.CompletionMode, s.Completions, s.Parallelism, s.BackoffLimitPerIndex = &mode, &n, &n, &limit
	})
	j := e.finished(name, batchv1.JobFailed)
	if j.Status.CompletedIndexes != "0-2" || j.Status.FailedIndexes == nil || *j.Status.FailedIndexes != "3" || j.Status.Failed != 3 {
		t.Errorf("status: %+v", j.Status)
	}
}

func TestSimulatedPullError(t *testing.T) {
	e := newEnv(t)
	name := e.job(map[string]string{"sim.test/pull-error": "true"})
	p := e.waiting(name, "ImagePullBackOff")
	e.poll("event", 20*time.Second, func(ctx context.Context) (bool, error) {
		list, err := e.client.CoreV1().Events(e.namespace).List(ctx, metav1.ListOptions{FieldSelector: "involvedObject.name=" + p.Name})
		if err != nil {
			return false, err
		}
		for _, ev := range list.Items {
			if ev.Type == corev1.EventTypeWarning && strings.HasPrefix(ev.Message, `Failed to pull image "busybox"`) {
				return true, nil
			}
		}
		return false, nil
	})
}

func TestSimulatedStuck(t *testing.T) {
	e := newEnv(t)
	name := e.job(map[string]string{"sim.test/stuck": "true"})
	if p := e.waiting(name, "ContainerCreating"); p.Status.Phase != corev1.PodPending || p.Spec.NodeName == "" {
		t.Errorf("phase %s on node %q", p.Status.Phase, p.Spec.NodeName)
	}
}

func TestSimulatedDeadline(t *testing.T) {
	e := newEnv(t)
	name := e.job(map[string]string{"sim.test/hang": "true"}, func(s *batchv1.JobSpec) {
		deadline := int64(1)
		s.ActiveDeadlineSeconds = &deadline
	})
	e.finished(name, batchv1.JobFailed)
	e.poll("end of the Pods", 20*time.Second, func(context.Context) (bool, error) { return len(e.pods(name)) == 0, nil })
}

func TestSimulatedLogs(t *testing.T) {
	e := newEnv(t)
	name := e.job(map[string]string{"sim.test/logs": "one\ntwo\nthree", "sim.test/run-for": "3s"})
	e.running(name)
	if got := e.logs(name, corev1.PodLogOptions{Follow: true}); got != "one\ntwo\nthree\n" {
		t.Errorf("followed: %q", got)
	}
	if e.pods(name)[0].Status.Phase == corev1.PodRunning {
		t.Error("the stream has ended before the container has")
	}
	tail := int64(1)
	if got := e.logs(name, corev1.PodLogOptions{TailLines: &tail, Timestamps: true}); !strings.HasSuffix(got, "Z three\n") || strings.Count(got, "\n") != 1 {
		t.Errorf("tail: %q", got)
	}
	if _, err := e.client.CoreV1().Pods(e.namespace).GetLogs(e.pods(name)[0].Name, &corev1.PodLogOptions{Previous: true}).DoRaw(t.Context()); err == nil {
		t.Error("a previous container that there is not has a log")
	}
}

func TestSimulatedLogCut(t *testing.T) {
	e := newEnv(t)
	name := e.job(map[string]string{"sim.test/logs": "one\ntwo\nthree", "sim.test/run-for": "2s", "sim.test/log-cut": "2"})
	e.running(name)
	stream, err := e.client.CoreV1().Pods(e.namespace).GetLogs(e.pods(name)[0].Name, &corev1.PodLogOptions{Follow: true}).Stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Close() }()
	// The API server hides the reset: the client sees an end, too early.
	first, _ := io.ReadAll(stream)
	if string(first) != "one\ntwo\n" {
		t.Errorf("first stream: %q", first)
	}
	if got := e.logs(name, corev1.PodLogOptions{Follow: true}); got != "one\ntwo\nthree\n" {
		t.Errorf("second stream: %q", got)
	}
}

func TestUsers(t *testing.T) {
	e := newEnv(t)
	kubectl := func(kubeconfig string) string {
		cmd := exec.CommandContext(t.Context(), filepath.Join(e.cluster.BinDir, "kubectl"), "--kubeconfig="+kubeconfig, "-n", e.namespace, "get", "jobs")
		out, err := cmd.CombinedOutput()
		if err == nil {
			t.Error("get jobs is allowed")
		}
		return string(out)
	}
	if out := kubectl(e.cluster.User(t, "jane", "readers")); !strings.Contains(out, `User "jane" cannot list resource "jobs"`) {
		t.Errorf("jane: %s", out)
	}
	if out := kubectl(e.cluster.ExpiredUser(t, "jim")); !strings.Contains(strings.ToLower(out), "log") && !strings.Contains(out, "Unauthorized") {
		t.Errorf("jim: %s", out)
	}
}

func TestRealPi(t *testing.T) {
	e := newEnv(t)
	name := e.realJob("perl", "perl", "-Mbignum=bpi", "-wle", "print bpi(2000)")
	e.finished(name, batchv1.JobComplete)
	got := e.logs(name, corev1.PodLogOptions{})
	if !strings.HasPrefix(got, "3.14159265358979") || len(strings.TrimSpace(got)) != 2001 {
		t.Errorf("pi: %.20s..., %d characters", got, len(got))
	}
}

func TestRealExitCode(t *testing.T) {
	e := newEnv(t)
	name := e.realJob("busybox:1.36", "sh", "-c", "echo out; echo err >&2; exit 42")
	e.finished(name, batchv1.JobFailed)
	if st := e.terminated(name); st.ExitCode != 42 {
		t.Errorf("terminated: %+v", st)
	}
	if got := e.logs(name, corev1.PodLogOptions{}); !strings.Contains(got, "out\n") || !strings.Contains(got, "err\n") {
		t.Errorf("log: %q", got)
	}
}

func TestRealOutOfMemory(t *testing.T) {
	e := newEnv(t)
	name := e.realJob("busybox", "sh", "-c", "tail /dev/zero")
	e.finished(name, batchv1.JobFailed)
	if st := e.terminated(name); st.ExitCode != 137 || st.Reason != "OOMKilled" {
		t.Errorf("terminated: %+v", st)
	}
}

func TestRealWrongImage(t *testing.T) {
	e := newEnv(t)
	name := e.realJob("no-such-image")
	p := e.waiting(name, "ErrImagePull")
	if got := p.Status.ContainerStatuses[0].State.Waiting.Message; !strings.Contains(got, "not found") {
		t.Errorf("message: %s", got)
	}
}

func TestRealFollow(t *testing.T) {
	e := newEnv(t)
	name := e.realJob("busybox", "sh", "-c", "for i in 1 2 3; do echo line $i; sleep 1; done")
	e.running(name)
	stream, err := e.client.CoreV1().Pods(e.namespace).GetLogs(e.pods(name)[0].Name, &corev1.PodLogOptions{Follow: true}).Stream(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = stream.Close() }()
	var got []string
	for lines := bufio.NewScanner(stream); lines.Scan(); {
		got = append(got, lines.Text())
	}
	if strings.Join(got, ",") != "line 1,line 2,line 3" {
		t.Errorf("followed: %q", got)
	}
}

// commandLine builds the program and returns a function that runs it.
func commandLine(t *testing.T) func(args ...string) (stdout, stderr string, err error) {
	t.Helper()
	if testing.Short() {
		t.Skip("needs a cluster")
	}
	exe := filepath.Join(t.TempDir(), "cluster")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", exe, ".").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v: %s", err, out)
	}
	return func(args ...string) (string, string, error) {
		var stdout, stderr bytes.Buffer
		cmd := exec.Command(exe, args...)
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		err := cmd.Run()
		return stdout.String(), stderr.String(), err
	}
}

func TestRestartedAPIServer(t *testing.T) {
	if testing.Short() {
		t.Skip("needs a cluster")
	}
	t.Parallel()
	c := testcluster.Start(t, testcluster.Options{Nodes: 1, Node: "simulated"})
	ns := c.Namespace(t)
	c.Restart(t, "kube-apiserver")
	if _, err := c.Client(t).CoreV1().Namespaces().Get(t.Context(), ns, metav1.GetOptions{}); err != nil {
		t.Errorf("after the restart: %v", err)
	}
	c.Stop(t, "kube-apiserver")
	if _, err := c.Client(t).CoreV1().Namespaces().Get(t.Context(), ns, metav1.GetOptions{}); err == nil || apierrors.IsNotFound(err) {
		t.Errorf("without an API server: %v", err)
	}
	c.Start(t, "kube-apiserver")
}
