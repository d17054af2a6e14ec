//go:build unix

// Package testcluster gives tests a real Kubernetes.
package testcluster

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/supervise"
)

// Environment variables that tests listen to.
const (
	// EnvCluster is the kubeconfig of a cluster that is there already.
	EnvCluster = "KUBECTL_JOB_TEST_CLUSTER"
	// EnvNode is real, simulated or auto, the default: a real node where that is possible.
	EnvNode = "KUBECTL_JOB_TEST_NODE"
)

// Cluster is a running cluster.
type Cluster struct {
	// Kubeconfig is the path of the administrator's kubeconfig.
	Kubeconfig string
	// BinDir has kubectl and the components as programs.
	BinDir string
	// Real says that there is a real node, which runs containers. Ordinary Pods go to it.
	Real bool
	// Reason says why there is no real node.
	Reason string

	dir state.Dir // empty for a cluster that somebody else has made
}

var shared struct {
	once    sync.Once
	cluster *Cluster
	err     error
}

// Shared returns the cluster of this test run. The first test that asks for it starts it; all test binaries
// of one "go test" share it, and it ends with that process.
func Shared(t testing.TB) *Cluster {
	t.Helper()
	shared.once.Do(func() {
		shared.cluster, shared.err = findOrStart(context.Background())
	})
	if shared.err != nil {
		t.Fatalf("test cluster: %v", shared.err)
	}
	return shared.cluster
}

// Options are for a cluster of one's own.
type Options struct {
	Nodes int    // simulated nodes; 0 means 5
	Node  string // auto, real or simulated; empty means what the environment says, or auto
}

// Start returns a cluster for this test alone, which may break it. It ends with the test.
func Start(t testing.TB, o Options) *Cluster {
	t.Helper()
	if o.Nodes == 0 {
		o.Nodes = 5
	}
	if o.Node == "" {
		o.Node = nodeKind()
	}
	cli, err := buildCLI(t.Context())
	if err != nil {
		t.Fatalf("test cluster: %v", err)
	}
	name := fmt.Sprintf("own-%d-%s", os.Getpid(), randomString())
	c, err := up(t.Context(), cli, "--name="+name, fmt.Sprintf("--nodes=%d", o.Nodes), "--node="+o.Node, fmt.Sprintf("--until-pid=%d", os.Getpid()))
	if err != nil {
		t.Fatalf("test cluster: %v", err)
	}
	t.Cleanup(func() {
		if out, err := exec.Command(cli, "down", "--name="+name).CombinedOutput(); err != nil {
			t.Errorf("test cluster: %v: %s", err, out)
		}
	})
	return c
}

func nodeKind() string {
	if kind := os.Getenv(EnvNode); kind != "" {
		return kind
	}
	return state.NodeAuto
}

// up runs the cluster's command line. What it does is shown on stderr: a first build takes minutes.
func up(ctx context.Context, cli string, args ...string) (*Cluster, error) {
	cmd := exec.CommandContext(ctx, cli, append([]string{"up", "-o", "json"}, args...)...)
	cmd.Cancel = func() error { return cmd.Process.Signal(os.Interrupt) } // so that it cleans up
	cmd.WaitDelay = time.Minute
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, io.MultiWriter(os.Stderr, &stderr)
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("%w: %s", err, lastLines(stderr.String(), 25))
	}
	var info struct {
		Kubeconfig, BinDir, StateDir, Reason string
		Real                                 bool
	}
	if err := json.Unmarshal(stdout.Bytes(), &info); err != nil {
		return nil, fmt.Errorf("output of up: %w", err)
	}
	return &Cluster{
		Kubeconfig: info.Kubeconfig, BinDir: info.BinDir, Real: info.Real, Reason: info.Reason, dir: state.Dir(info.StateDir),
	}, nil
}

func lastLines(s string, n int) string {
	lines := strings.Split(strings.TrimSpace(s), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// Config returns the administrator's client configuration.
func (c *Cluster) Config(t testing.TB) *rest.Config {
	t.Helper()
	config, err := c.config()
	if err != nil {
		t.Fatal(err)
	}
	return config
}

// Client returns a client of the administrator.
func (c *Cluster) Client(t testing.TB) kubernetes.Interface {
	t.Helper()
	client, err := kubernetes.NewForConfig(c.Config(t))
	if err != nil {
		t.Fatalf("client: %v", err)
	}
	return client
}

func (c *Cluster) config() (*rest.Config, error) {
	config, err := clientcmd.BuildConfigFromFlags("", c.Kubeconfig)
	if err != nil {
		return nil, fmt.Errorf("kubeconfig: %w", err)
	}
	config.QPS, config.Burst = 500, 1000
	return config, nil
}

// Kubectl runs kubectl as the administrator and returns its output.
func (c *Cluster) Kubectl(t testing.TB, args ...string) string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), filepath.Join(c.BinDir, "kubectl"), append([]string{"--kubeconfig=" + c.Kubeconfig}, args...)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("kubectl %s: %v: %s", strings.Join(args, " "), err, stderr.String())
	}
	return string(out)
}

// Stop ends a component, such as "kube-apiserver".
func (c *Cluster) Stop(t testing.TB, component string) {
	t.Helper()
	c.act(t, supervise.Stop, component)
}

// Start starts a component that was stopped, and waits until it is ready.
func (c *Cluster) Start(t testing.TB, component string) {
	t.Helper()
	c.act(t, supervise.Start, component)
}

// Restart stops a component and starts it again.
func (c *Cluster) Restart(t testing.TB, component string) {
	t.Helper()
	c.act(t, supervise.Restart, component)
}

// Pause freezes a component: its connections stay open, but nothing moves.
func (c *Cluster) Pause(t testing.TB, component string) {
	t.Helper()
	c.act(t, supervise.Pause, component)
}

// Resume lets a frozen component go on.
func (c *Cluster) Resume(t testing.TB, component string) {
	t.Helper()
	c.act(t, supervise.Resume, component)
}

func (c *Cluster) act(t testing.TB, action, component string) {
	t.Helper()
	if c.dir == "" {
		t.Skipf("%s of %s: not a cluster of ours", action, component)
	}
	// Not the test's context, which is done in clean-ups.
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := supervise.NewClient(c.dir).Do(ctx, action, component); err != nil {
		t.Fatalf("%s of %s: %v", action, component, err)
	}
}
