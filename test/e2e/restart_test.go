package e2e

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// TestAPIServerRestart ends the API server under a followed Job: the watches and the log stream break,
// and still every line comes once, in order, and the end of the Job is seen.
func TestAPIServerRestart(t *testing.T) {
	t.Parallel()
	const lines = 30
	cluster := testcluster.Start(t, testcluster.Options{Nodes: 1, Node: "simulated"})
	namespace := cluster.Namespace(t)
	var text []string
	for i := range lines {
		text = append(text, fmt.Sprintf("line %d", i+1))
	}
	want := strings.Join(text, "\n")

	out := filepath.Join(t.TempDir(), "out")
	stdout, err := os.Create(out)
	if err != nil {
		t.Fatal(err)
	}
	var stderr bytes.Buffer
	run := exec.CommandContext(t.Context(), filepath.Join(pluginDir, "kubectl-job"), "--kubeconfig="+cluster.Kubeconfig, "-n", namespace,
		"run", "long", "--image=busybox", "--annotations=sim.test/run-for=15s", "--annotations=sim.test/logs="+want, "--logs", "--prefix=false", "--timeout=2m")
	run.Stdout, run.Stderr = stdout, &stderr
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	waitFor(t, func() bool { return strings.Contains(read(t, out), "line 5\n") })
	cluster.Restart(t, "kube-apiserver")
	if got := read(t, out); strings.Contains(got, "line 30") {
		t.Fatalf("the restart came too late to break anything:\n%s", got)
	}
	if err := run.Wait(); err != nil {
		t.Errorf("%v\n%s", err, stderr.String())
	}
	if got := strings.TrimSuffix(read(t, out), "\n"); got != want {
		t.Errorf("got\n%s\nwant\n%s\nstderr\n%s", got, want, stderr.String())
	}
	if !strings.Contains(stderr.String(), "long: complete after") {
		t.Errorf("the end was not told:\n%s", stderr.String())
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func waitFor(t *testing.T, ok func() bool) {
	t.Helper()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(patience); !ok(); <-tick.C {
		if time.Now().After(deadline) {
			t.Fatal("it never happened")
		}
	}
}
