package e2e

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// TestWatchesAreFew: however many Jobs are followed, each resource is watched once, events once about Jobs and once about Pods.
func TestWatchesAreFew(t *testing.T) {
	t.Parallel()
	const jobs = 12
	cluster := testcluster.Shared(t)
	namespace := cluster.Namespace(t)
	var manifests strings.Builder
	for i := range jobs {
		fmt.Fprintf(&manifests, `---
apiVersion: batch/v1
kind: Job
metadata: {name: job-%d, labels: {few: "yes"}}
spec: {template: {metadata: {annotations: {sim.test/hang: "true"}}, spec: {restartPolicy: Never, nodeSelector: {type: simulated}, containers: [{name: c, image: busybox}]}}}
`, i)
	}
	file := filepath.Join(t.TempDir(), "jobs.yaml")
	if err := os.WriteFile(file, []byte(manifests.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"run", "-f", file, "--wait", "--no-lint"}, {"watch", "-f", file}, {"watch", "-l", "few=yes"}, {"watch"}} {
		g := newGate(t, cluster)
		x := inBackground(t, through(t, cluster, g.address), namespace, args...)
		for i := range jobs {
			x.until(fmt.Sprintf("job-%d: attempt 1 of 7 runs", i))
		}
		watches := g.counted()
		events := watches["events"]
		delete(watches, "events")
		if want := map[string]int{"jobs": 1, "pods": 1}; !maps.Equal(watches, want) || events > 2 {
			t.Errorf("%v: %v and %d of events, want %v", args, watches, events, want)
		}
	}
}
