//go:build unix

package testcluster

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/build"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/cache"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/proc"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/simnode"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
)

func findOrStart(ctx context.Context) (*Cluster, error) {
	if path := os.Getenv(EnvCluster); path != "" {
		return foreign(ctx, path)
	}
	until := proc.Identify(testRun())
	name := fmt.Sprintf("test-%d", until.PID)
	unlock, err := cache.Lock(ctx, "shared-"+name)
	if err != nil {
		return nil, err
	}
	defer unlock()
	dir, err := state.ForName(name)
	if err != nil {
		return nil, err
	}
	if s, err := dir.Load(); err == nil && s.Ready && s.Supervisor.Alive() && s.Until != nil && *s.Until == until {
		return fromState(dir, s), nil
	}
	cli, err := buildCLI(ctx)
	if err != nil {
		return nil, err
	}
	return up(ctx, cli, "--name="+name, "--node="+nodeKind(), fmt.Sprintf("--until-pid=%d", until.PID))
}

func fromState(dir state.Dir, s state.State) *Cluster {
	return &Cluster{Kubeconfig: dir.Kubeconfig(), BinDir: s.KubeDir, Real: s.Real, Reason: s.Reason, dir: dir}
}

// testRun returns the process that the cluster ends with: "go test", which runs all test binaries,
// or this one if it was started by hand.
func testRun() int {
	parent := os.Getppid()
	out, err := exec.Command("ps", "-o", "comm=", "-p", fmt.Sprint(parent)).Output()
	if comm, readErr := os.ReadFile(fmt.Sprintf("/proc/%d/comm", parent)); readErr == nil {
		out, err = comm, nil
	}
	if err == nil && filepath.Base(strings.TrimSpace(string(out))) == "go" {
		return parent
	}
	return os.Getpid()
}

// foreign is the cluster of a kubeconfig; it may well be one of ours.
func foreign(ctx context.Context, path string) (*Cluster, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", EnvCluster, err)
	}
	dir := state.Dir(filepath.Dir(path))
	if s, err := dir.Load(); err == nil && dir.Kubeconfig() == path {
		return fromState(dir, s), nil
	}
	c := &Cluster{Kubeconfig: path}
	kubectl, err := exec.LookPath("kubectl")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", EnvCluster, err)
	}
	c.BinDir = filepath.Dir(kubectl)
	config, err := c.config()
	if err != nil {
		return nil, err
	}
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", EnvCluster, err)
	}
	simulated, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{LabelSelector: simnode.TypeLabel + "=" + simnode.TypeSimulated})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", EnvCluster, err)
	}
	all, err := client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", EnvCluster, err)
	}
	c.Real = len(all.Items) > len(simulated.Items)
	return c, nil
}

// buildCLI builds the cluster's command line and returns its path.
func buildCLI(ctx context.Context) (string, error) {
	source, err := build.Source(ctx)
	if err != nil {
		return "", err
	}
	dir, err := cache.Path("cli", cache.NewKey(source).String())
	if err != nil {
		return "", err
	}
	unlock, err := cache.Lock(ctx, "cli")
	if err != nil {
		return "", err
	}
	defer unlock()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("cluster's command line: %w", err)
	}
	exe := filepath.Join(dir, "cluster")
	cmd := exec.CommandContext(ctx, "go", "build", "-buildvcs=false", "-o", exe, ".")
	cmd.Dir = source
	cmd.Env = append(os.Environ(), "GOWORK=off")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("cluster's command line: %w", errors.Join(err, errors.New(string(out))))
	}
	return exe, nil
}
