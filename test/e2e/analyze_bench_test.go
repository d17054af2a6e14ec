package e2e

import (
	"fmt"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// BenchmarkAnalyze analyses a fleet of 10,000 Jobs with 20,000 Pods, in turns with kubectl, which only prints them.
func BenchmarkAnalyze(b *testing.B) {
	cluster := testcluster.Start(b, testcluster.Options{Nodes: 12, Node: "simulated"})
	namespace := cluster.Namespace(b)
	config := cluster.Config(b)
	config.QPS = -1
	client, err := kubernetes.NewForConfig(rest.AddUserAgent(config, "bench"))
	if err != nil {
		b.Fatal(err)
	}
	sideBySide(manyFinished, func(i int) { finishedWithPods(b, client, namespace, i) })
	if b.Failed() {
		b.FailNow()
	}
	kubectl := func() *exec.Cmd {
		return exec.Command(filepath.Join(cluster.BinDir, "kubectl"), "--kubeconfig="+cluster.Kubeconfig, "get", "jobs,pods", "-A", "-o", "json")
	}
	ours := func() *exec.Cmd {
		return exec.Command(filepath.Join(pluginDir, "kubectl-job"), "--kubeconfig="+cluster.Kubeconfig, "analyze", "-A")
	}
	for b.Loop() {
		const rounds = 5
		var ratios, theirs, mine, memory []float64
		var size int64
		for range rounds {
			peer := measured(b, kubectl())
			own := measured(b, ours())
			size = peer.bytes
			ratios = append(ratios, own.took.Seconds()/peer.took.Seconds())
			theirs, mine = append(theirs, peer.took.Seconds()), append(mine, own.took.Seconds())
			memory = append(memory, own.memory)
		}
		fmt.Printf("kubectl get -o json  %.2f s (median of %d), %.1f MiB of output\n", median(theirs), rounds, float64(size)/(1<<20))
		fmt.Printf("kubectl job analyze  %.2f s, memory at most %.1f MiB\n", median(mine), slices.Max(memory))
		fmt.Printf("wall time, ours / kubectl get: %.2f (median of the pairs); memory / its output: %.2f\n", median(ratios), slices.Max(memory)*(1<<20)/float64(size))
	}
}

func median(list []float64) float64 {
	sorted := slices.Sorted(slices.Values(list))
	return sorted[len(sorted)/2]
}
