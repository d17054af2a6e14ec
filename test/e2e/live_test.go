package e2e

import (
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// kubectlJob runs the plugin to its end.
func kubectlJob(t *testing.T, cluster *testcluster.Cluster, namespace string, args ...string) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), pluginDir+"/kubectl-job", append([]string{"--kubeconfig=" + cluster.Kubeconfig, "-n", namespace}, args...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", args, err, out)
	}
}

func simulated(name string, args ...string) []string {
	return append([]string{"run", name, "--image=busybox", "--node-selector=type=simulated"}, args...)
}

func TestLiveView(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Shared(t)
	namespace := cluster.Namespace(t)
	kubectlJob(t, cluster, namespace, simulated("hangs", "--annotations=sim.test/hang=true", "--deadline=1d")...)
	kubectlJob(t, cluster, namespace, simulated("retries", "--annotations=sim.test/exit-code=42")...)
	kubectlJob(t, cluster, namespace, simulated("shards", "--indexed", "--completions=8", "--parallelism=8", "--annotations=sim.test/run-for=1s",
		"--annotations=sim.test/index-3.exit-code=1", "--annotations=sim.test/index-5.hang=true", "--annotations=sim.test/logs=a line of a shard")...)

	x := onTerminal(t, cluster, namespace, 130, 24, "watch")
	x.until(`^Jobs of namespace ` + namespace + `  3 running$`)
	x.until(`^  NAME +PROGRESS +DONE +ACT +RDY TERM FAIL +TIME$`)
	x.until(`^. hangs +▒{16} +0/1 +1 +1 +0 +0 +\d+s  deadline in 23h$`)
	x.until(`^. retries +·{16} +0/1 +0 +0 +0 +\d +\d+s  next try in \d+s \(attempt \d of 7\), failed: exit code 42 \(Error\)$`)
	x.until(`^. shards +███[·▒]█▒██ +6/8 +\d +\d +\d +\d `)

	// Expanded, it shows its attempts; narrow, what does not fit stands below.
	x.until(`^▸ hangs `)
	x.press("j")
	x.until(`^▸ retries `)
	x.press("\r")
	x.until(`^    #1 +retries-\w{5} on sim-\d: failed: exit code 42 \(Error\)`)
	x.resize(80, 20)
	x.until(`^▾ retries .* next try in .*…$`)
	x.until(`^retries: next try in \d+s \(attempt \d of 7\), failed: exit code 42 \(Error\)$`)
	x.resize(130, 24)

	// Logs, and back.
	x.press("j")
	x.until(`^▸ shards `)
	x.press("l")
	x.until(`^logs of shards$`)
	x.until(`^\[shards-0-\w{5}\] a line of a shard$`)
	x.press("q")
	x.until(`^▸ shards `)

	// Suspend asks first where Pods run, resume does not need to.
	x.press("k")
	x.press("k")
	x.until(`^▸ hangs `)
	x.press("s")
	x.until(`^suspend hangs\? Its 1 active Pods are deleted \(y/n\)$`)
	x.press("y")
	x.until(`^▸ hangs .* suspended$`)
	x.until(`^job.batch/hangs suspended$`)
	x.press("s")
	x.until(`^▸ hangs +▒{16} `)

	// Nothing is deleted without a yes.
	x.press("d")
	x.until(`^hangs has not finished: delete it with its Pods and their logs\? \(y/n\)$`)
	x.press("n")
	x.gone(`\(y/n\)`)
	x.until(`^▸ hangs +▒{16} `)
	x.press("d")
	x.until(`\(y/n\)$`)
	x.press("y")
	x.until(`^. hangs .* was deleted`)

	// New Jobs appear, and ended ones can be hidden.
	kubectlJob(t, cluster, namespace, simulated("new")...)
	x.until(`^. new +█{16} +1/1 .* complete$`)
	x.press("h")
	x.gone(`^. new `)
	x.press("?")
	x.until(`^ctrl\+z +put kubectl job into the background$`)
	x.press("q")
	x.press("q")
	x.exits(0)
}

// TestLiveViewOfOne ends with the Job, and leaves what became of it on the screen.
func TestLiveViewOfOne(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Shared(t)
	namespace := cluster.Namespace(t)
	kubectlJob(t, cluster, namespace, simulated("one", "--backoff-limit=0", "--annotations=sim.test/run-for=4s", "--annotations=sim.test/exit-code=9")...)
	x := onTerminal(t, cluster, namespace, 100, 30, "watch", "one")
	x.until(`^▾ one +▒{16} `)
	x.until(`^    #1 +one-\w{5} on sim-\d: running`)
	x.exits(9)
	x.until(`^State: +Failed \(BackoffLimitExceeded\)`)
	x.until(`^  1  one-\w{5}  sim-\d  failed: exit code 9 \(Error\)`)
}

// TestLiveViewRestoresTheTerminal is about other ends than its own.
func TestLiveViewRestoresTheTerminal(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Shared(t)
	namespace := cluster.Namespace(t)
	kubectlJob(t, cluster, namespace, simulated("hangs", "--annotations=sim.test/hang=true")...)
	for _, test := range []struct {
		name string
		end  func(*terminal)
		args []string
		code int
	}{
		{"Ctrl-C", func(x *terminal) { x.press("\x03") }, nil, 130},
		{"SIGTERM", func(x *terminal) { x.signal(syscall.SIGTERM) }, nil, 143},
		{"SIGHUP", func(x *terminal) { x.signal(syscall.SIGHUP) }, nil, 129},
		{"the time-out", func(*terminal) {}, []string{"--timeout=3s"}, 124},
	} {
		t.Run(test.name, func(t *testing.T) {
			x := onTerminal(t, cluster, namespace, 100, 30, append([]string{"watch", "hangs"}, test.args...)...)
			x.until(`^▾ hangs `)
			test.end(x)
			x.exits(test.code)
		})
	}
}

func (x *terminal) signal(s os.Signal) {
	x.t.Helper()
	if err := x.cmd.Process.Signal(s); err != nil {
		x.t.Fatal(err)
	}
}

// TestLiveViewSurvives the API server: that is said, and gone when it is back.
func TestLiveViewSurvives(t *testing.T) {
	t.Parallel()
	cluster := testcluster.Start(t, testcluster.Options{Nodes: 1, Node: "simulated"})
	namespace := cluster.Namespace(t)
	kubectlJob(t, cluster, namespace, simulated("hangs", "--annotations=sim.test/hang=true")...)
	x := onTerminal(t, cluster, namespace, 120, 24, "watch")
	x.until(`^▸ hangs +▒{16} `)
	cluster.Stop(t, "kube-apiserver")
	x.until(`^lost sight of the cluster, trying again: cannot reach the cluster at `)
	cluster.Start(t, "kube-apiserver")
	waitFor(t, func() bool {
		return exec.CommandContext(t.Context(), pluginDir+"/kubectl-job", append([]string{"--kubeconfig=" + cluster.Kubeconfig, "-n", namespace}, simulated("after")...)...).Run() == nil
	})
	x.until(`^. after +█{16} +1/1 .* complete$`)
	x.gone(`lost sight`)
	if text := x.text(); !strings.Contains(text, "hangs") {
		t.Errorf("hangs is gone:\n%s", text)
	}
	x.press("q")
	x.exits(0)
}
