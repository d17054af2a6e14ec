package e2e

import (
	"bytes"
	"errors"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"testing"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// watched is the plugin in the background, and what it has written.
type watched struct {
	t     *testing.T
	cmd   *exec.Cmd
	ended chan error

	mu   sync.Mutex
	text bytes.Buffer
}

func (w *watched) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.Write(p)
}

func (w *watched) read() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.text.String()
}

func inBackground(t *testing.T, cluster *testcluster.Cluster, namespace string, args ...string) *watched {
	t.Helper()
	w := &watched{t: t, ended: make(chan error, 1)}
	w.cmd = exec.CommandContext(t.Context(), filepath.Join(pluginDir, "kubectl-job"), append([]string{"--kubeconfig=" + cluster.Kubeconfig, "-n", namespace}, args...)...)
	w.cmd.Stdout, w.cmd.Stderr = w, w
	if err := w.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { w.ended <- w.cmd.Wait() }()
	return w
}

func (w *watched) until(patterns ...string) {
	w.t.Helper()
	defer w.tell()
	for _, pattern := range patterns {
		match := regexp.MustCompile("(?m)" + pattern)
		w.t.Logf("waiting for %s", pattern)
		waitFor(w.t, func() bool { return match.MatchString(w.read()) })
	}
}

func (w *watched) exits(code int) {
	w.t.Helper()
	defer w.tell()
	var err error
	waitFor(w.t, func() bool {
		select {
		case err = <-w.ended:
			return true
		default:
			return false
		}
	})
	got := 0
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	}
	if got != code {
		w.t.Errorf("exit code %d, want %d", got, code)
	}
}

func (w *watched) tell() {
	if w.t.Failed() {
		w.t.Logf("its output:\n%s", w.read())
	}
}

// TestNetworkCut severs the network until it is noticed; what happened meanwhile is told once it is there again.
func TestNetworkCut(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Shared(t)
	namespace := cluster.Namespace(t)
	kubectlJob(t, cluster, namespace, simulated("ends", "--annotations=sim.test/run-for=20s", "--annotations=sim.test/logs=one\ntwo\nthree\nfour", "--labels=cut=yes")...)
	kubectlJob(t, cluster, namespace, simulated("hangs", "--annotations=sim.test/hang=true", "--labels=cut=yes")...)
	w := newWire(t, cluster.Config(t).Host)
	beyond := through(t, cluster, w.address)

	both := inBackground(t, beyond, namespace, "watch", "-l", "cut=yes")
	one := inBackground(t, beyond, namespace, "watch", "ends", "--logs", "--prefix=false")
	both.until("ends: attempt 1 of 7 runs", "hangs: attempt 1 of 7 runs")
	one.until("^one$")
	w.sever()
	cluster.Kubectl(t, "-n", namespace, "delete", "job", "hangs")
	both.until("lost sight of the cluster, trying again")
	one.until("ends: lost sight of it, trying again")
	cluster.Kubectl(t, "-n", namespace, "wait", "--for=condition=Complete", "job/ends", "--timeout=2m")
	w.mend()
	both.until("the cluster can be seen again", "ends: complete after ", "hangs: the Job was deleted")
	both.exits(122)
	one.until("(?s)^one$.*^two$.*^three$.*^four$", "ends: it is in sight again", "ends: complete after ")
	one.exits(0)
}

// TestHistoryGone breaks all watches, lets things happen, and then has the API server refuse to go on from where they were.
func TestHistoryGone(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Shared(t)
	namespace := cluster.Namespace(t)
	g := newGate(t, cluster)
	beyond := through(t, cluster, g.address)
	for _, name := range []string{"ends", "goes", "stays"} {
		kubectlJob(t, cluster, namespace, simulated(name, "--annotations=sim.test/hang=true", "--labels=gone=yes")...)
	}
	both := inBackground(t, beyond, namespace, "watch", "-l", "gone=yes", "--timeout=2m")
	one := inBackground(t, beyond, namespace, "watch", "ends", "--timeout=2m")
	both.until("ends: attempt 1 of 7 runs", "goes: attempt 1 of 7 runs", "stays: attempt 1 of 7 runs")
	one.until("ends: attempt 1 of 7 runs")

	g.turn(shut)
	cluster.Kubectl(t, "-n", namespace, "delete", "job", "goes")
	cluster.Kubectl(t, "-n", namespace, "patch", "job", "ends", "-p", `{"spec":{"activeDeadlineSeconds":1}}`)
	cluster.Kubectl(t, "-n", namespace, "wait", "--for=condition=Failed", "job/ends", "--timeout=2m")
	g.turn(compact)
	both.until("goes: the Job was deleted", "ends: failed after .*DeadlineExceeded")
	one.until("ends: failed after .*DeadlineExceeded")
	one.exits(123)
	g.turn(open)
	kubectlJob(t, cluster, namespace, "suspend", "stays")
	both.until("stays: waits for spec.suspend to become false")
	cluster.Kubectl(t, "-n", namespace, "delete", "job", "stays")
	both.exits(123)
}

// TestCredentialsExpire while a Job is followed: that ends it, with what the API server says.
func TestCredentialsExpire(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Shared(t)
	namespace := cluster.Namespace(t)
	kubectlJob(t, cluster, namespace, simulated("hangs", "--annotations=sim.test/hang=true", "--labels=expires=yes")...)
	g := newGate(t, cluster)
	beyond := through(t, cluster, g.address)
	for _, args := range [][]string{{"watch", "hangs"}, {"watch", "-l", "expires=yes"}, {"watch", "hangs", "-o", "json"}, {"logs", "-f", "hangs"}} {
		g.turn(open)
		x := inBackground(t, beyond, namespace, args...)
		x.until("attempt 1 of 7 runs")
		g.turn(expired)
		x.until("does not accept your credentials")
		x.exits(125)
	}
	g.turn(open)
	x := onTerminal(t, beyond, namespace, 130, 24, "watch", "-l", "expires=yes")
	x.until(`^▸ hangs `)
	g.turn(expired)
	x.exits(125)
	x.until("does not accept your credentials")
}
