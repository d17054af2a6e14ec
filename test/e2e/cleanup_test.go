package e2e

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// finished makes a Job that was completed an hour ago, without any Pod.
func finished(t testing.TB, cluster *testcluster.Cluster, namespace, name string, labels map[string]string) *batchv1.Job {
	t.Helper()
	return finishedJob(t, cluster.Client(t), namespace, name, labels, 1)
}

func finishedJob(t testing.TB, client kubernetes.Interface, namespace, name string, labels map[string]string, completions int) *batchv1.Job {
	t.Helper()
	jobs, n := client.BatchV1().Jobs(namespace), int32(completions)
	j, err := jobs.Create(t.Context(), &batchv1.Job{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels},
		Spec: batchv1.JobSpec{
			Suspend: new(true), Completions: &n,
			Template: corev1.PodTemplateSpec{Spec: corev1.PodSpec{
				RestartPolicy: corev1.RestartPolicyNever,
				Containers:    []corev1.Container{{Name: "c", Image: "busybox"}},
			}},
		},
	}, metav1.CreateOptions{})
	if err != nil {
		t.Fatal(err)
	}
	at := metav1.NewTime(time.Now().Add(-time.Hour).Truncate(time.Second))
	condition := func(kind batchv1.JobConditionType) batchv1.JobCondition {
		return batchv1.JobCondition{Type: kind, Status: corev1.ConditionTrue, Reason: "CompletionsReached", LastTransitionTime: at}
	}
	for { // the controller writes, too
		j.Status.Succeeded = n
		j.Status.StartTime, j.Status.CompletionTime = &at, &at
		j.Status.Conditions = []batchv1.JobCondition{condition(batchv1.JobSuccessCriteriaMet), condition(batchv1.JobComplete)}
		made, err := jobs.UpdateStatus(t.Context(), j, metav1.UpdateOptions{})
		if err == nil {
			return made
		}
		if j, err = jobs.Get(t.Context(), name, metav1.GetOptions{}); err != nil {
			t.Fatal(err)
		}
	}
}

func jobNames(t testing.TB, cluster *testcluster.Cluster, namespace string) []string {
	t.Helper()
	list, err := cluster.Client(t).BatchV1().Jobs(namespace).List(t.Context(), metav1.ListOptions{})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, j := range list.Items {
		names = append(names, j.Name)
	}
	return names
}

// Between the preview and the answer, a Job is replaced under its name, one is changed, and one is gone.
func TestCleanupAsksAboutWhatItShows(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Shared(t)
	namespace := cluster.Namespace(t)
	for _, name := range []string{"replaced", "changed", "gone", "stays-the-same"} {
		finished(t, cluster, namespace, name, nil)
	}
	x := onTerminal(t, cluster, namespace, 140, 30, "cleanup")
	x.until(`^Delete 4 Jobs \(4 complete, 0 failed\) with 0 Pods in 1 namespace \(\S+Ki\)\? \[y/N\]$`)
	cluster.Kubectl(t, "delete", "job", "replaced", "gone", "-n", namespace)
	successor := finished(t, cluster, namespace, "replaced", nil)
	cluster.Kubectl(t, "label", "job", "changed", "keep=me", "-n", namespace)
	x.press("y\r")
	x.until(`^left alone: job.batch/replaced was changed meanwhile, or replaced by another of the same name`)
	x.until(`^left alone: job.batch/changed was changed meanwhile`)
	x.until(`^job.batch/gone in namespace "` + namespace + `" is gone already$`)
	x.until(`^1 Job deleted, 1 gone already, 2 left alone, since changed meanwhile$`)
	x.exits(0)
	if got := strings.Join(jobNames(t, cluster, namespace), " "); got != "changed replaced" {
		t.Errorf("there are %s", got)
	}
	j, err := cluster.Client(t).BatchV1().Jobs(namespace).Get(t.Context(), "replaced", metav1.GetOptions{})
	if err != nil || j.UID != successor.UID || j.DeletionTimestamp != nil {
		t.Errorf("the successor is not there as it was made: %v", err)
	}
}

func TestCleanupTakesNoForAnAnswer(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Shared(t)
	namespace := cluster.Namespace(t)
	finished(t, cluster, namespace, "done", nil)
	kubectlJob(t, cluster, namespace, simulated("runs", "--annotations=sim.test/hang=true")...)
	for _, test := range []struct {
		name, keys string
		code       int
		want       string
	}{
		{"no", "n\r", 0, `^nothing was deleted$`},
		{"Enter", "\r", 0, `^nothing was deleted$`},
		{"the end of input", "\x04", 0, `^nothing was deleted$`},
		{"Ctrl-C", "\x03", 130, `\[y/N\]`},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := onTerminal(t, cluster, namespace, 140, 30, "cleanup")
			x.until(`\? \[y/N\]$`)
			x.press(test.keys)
			x.until(test.want)
			x.exits(test.code)
		})
	}
	t.Run("what runs is asked about apart", func(t *testing.T) {
		x := onTerminal(t, cluster, namespace, 140, 30, "cleanup", "--include-active")
		x.until(`^Delete 1 Job \(1 complete, 0 failed\) with 0 Pods in 1 namespace \(\S+Ki\)\? \[y/N\]$`)
		x.press("y\r")
		x.until(`^Delete 1 Job with 1 Pod in 1 namespace \(\S+Ki\) still running\? What runs is stopped. \[y/N\]$`)
		x.press("n\r")
		x.until(`^1 Job deleted$`)
		x.exits(0)
	})
	if got := strings.Join(jobNames(t, cluster, namespace), " "); got != "runs" {
		t.Errorf("there are %s", got)
	}
}

// The API server has no room for deletions for a while.
func TestCleanupWaitsForTheAPIServer(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Shared(t)
	namespace := cluster.Namespace(t)
	const jobs = 30
	for i := range jobs {
		finished(t, cluster, namespace, fmt.Sprintf("done-%d", i), nil)
	}
	door := newGate(t, cluster)
	door.turn(busy)
	start := func() (*exec.Cmd, *strings.Builder) {
		var said strings.Builder
		cmd := exec.CommandContext(t.Context(), filepath.Join(pluginDir, "kubectl-job"), "--kubeconfig="+through(t, cluster, door.address).Kubeconfig, "-n", namespace, "cleanup", "--yes", "-o", "wide")
		cmd.Stderr = &said
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		return cmd, &said
	}

	cmd, said := start()
	waitFor(t, func() bool { return door.refusals() > 5 })
	if err := cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := codeOf(cmd.Wait()); code != 130 || !strings.Contains(said.String(), "stopped by a signal (interrupt): 0 Jobs deleted, 30 not come to") {
		t.Errorf("exit code %d, %s", code, said)
	}
	if got := len(jobNames(t, cluster, namespace)); got != jobs {
		t.Errorf("%d Jobs are left", got)
	}

	before := door.refusals()
	cmd, said = start()
	waitFor(t, func() bool { return door.refusals() > before+5 })
	door.turn(open)
	if code := codeOf(cmd.Wait()); code != 0 || !strings.Contains(said.String(), "30 Jobs deleted\n") {
		t.Errorf("exit code %d, %s", code, said)
	}
	if got := jobNames(t, cluster, namespace); len(got) > 0 {
		t.Errorf("left: %v", got)
	}
}

// Who may delete in one namespace of those that are listed gets it done there, and is told of the others.
func TestCleanupGoesOnWhereItMay(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Shared(t)
	mine, theirs := cluster.Namespace(t), cluster.Namespace(t)
	label := map[string]string{"of": mine}
	for i := range 3 {
		finished(t, cluster, mine, fmt.Sprintf("mine-%d", i), label)
		finished(t, cluster, theirs, fmt.Sprintf("theirs-%d", i), label)
	}
	user := "cleaner-" + mine
	cluster.Kubectl(t, "create", "clusterrole", user, "--verb=list", "--resource=jobs.batch,namespaces")
	cluster.Kubectl(t, "create", "clusterrolebinding", user, "--clusterrole="+user, "--user="+user)
	cluster.Kubectl(t, "create", "role", "delete", "--verb=delete", "--resource=jobs.batch", "-n", mine)
	cluster.Kubectl(t, "create", "rolebinding", "delete", "--role=delete", "--user="+user, "-n", mine)
	run := func(args ...string) (code int, out, said string) {
		var stdout, stderr strings.Builder
		cmd := exec.CommandContext(t.Context(), filepath.Join(pluginDir, "kubectl-job"), append([]string{"--kubeconfig=" + cluster.User(t, user), "cleanup", "-A", "-l", "of=" + mine}, args...)...)
		cmd.Stdout, cmd.Stderr = &stdout, &stderr
		return codeOf(cmd.Run()), stdout.String(), stderr.String()
	}
	code, out, said := run("--yes")
	if code != 1 || strings.Count(out, "deleted from namespace "+mine) != 3 || strings.Count(out, "\n") != 3 {
		t.Errorf("exit code %d, %s", code, out)
	}
	for _, want := range []string{
		`you may not delete jobs.batch in namespace "` + theirs + `"`,
		`3 Jobs not deleted in namespace "` + theirs + `"`,
		"3 Jobs deleted, 3 not deleted: see the errors",
	} {
		if strings.Count(said, want) != 1 {
			t.Errorf("%q is not said once in:\n%s", want, said)
		}
	}
	if got := strings.Join(jobNames(t, cluster, theirs), " "); got != "theirs-0 theirs-1 theirs-2" {
		t.Errorf("there are %s", got)
	}

	// Without the permission to list all at once: namespace by namespace.
	cluster.Kubectl(t, "delete", "clusterrolebinding", user)
	cluster.Kubectl(t, "create", "clusterrole", user+"-namespaces", "--verb=list", "--resource=namespaces")
	cluster.Kubectl(t, "create", "clusterrolebinding", user, "--clusterrole="+user+"-namespaces", "--user="+user)
	cluster.Kubectl(t, "create", "role", "list", "--verb=list", "--resource=jobs.batch", "-n", mine)
	cluster.Kubectl(t, "create", "rolebinding", "list", "--role=list", "--user="+user, "-n", mine)
	finished(t, cluster, mine, "mine-again", label)
	waitFor(t, func() bool { // the authorizer hears of it in its time
		code, out, said = run("--yes", "-o", "name")
		return out == "job.batch/mine-again\n"
	})
	if code != 1 || !strings.Contains(said, `you may not list jobs.batch in namespace "`+theirs+`"`) {
		t.Errorf("exit code %d, %s", code, said)
	}
}
