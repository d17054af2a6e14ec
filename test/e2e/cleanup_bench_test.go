package e2e

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

const (
	manyFinished = 10_000 // Jobs
	forPeer      = 1_000  // more of them, for kubectl
	podsEach     = 2
	fewRunning   = 50
)

// BenchmarkCleanup deletes 10,000 finished Jobs with 20,000 Pods beside 50 that run. kubectl, which would take half an hour for them,
// deletes 1,000 others in the same cluster before, and its time for all follows from that.
func BenchmarkCleanup(b *testing.B) {
	for b.Loop() {
		cluster := testcluster.Start(b, testcluster.Options{Nodes: 12, Node: "simulated"})
		namespace := cluster.Namespace(b)
		client := fillCleanup(b, cluster, namespace)

		peer := exec.Command(filepath.Join(cluster.BinDir, "kubectl"), "--kubeconfig="+cluster.Kubeconfig, "-n", namespace,
			"delete", "jobs", "--field-selector=status.successful="+strconv.Itoa(podsEach))
		out, err := peer.StdoutPipe()
		if err != nil {
			b.Fatal(err)
		}
		began := time.Now()
		if err := peer.Start(); err != nil {
			b.Fatal(err)
		}
		lines := bufio.NewScanner(out)
		for range forPeer {
			if !lines.Scan() {
				b.Fatalf("kubectl delete ended: %v", lines.Err())
			}
		}
		theirs := time.Since(began)
		_ = peer.Process.Kill()
		_ = peer.Wait() // it was killed
		fmt.Printf("kubectl delete jobs     %d Jobs in %.1f s, %.0f a second\n", forPeer, theirs.Seconds(), forPeer/theirs.Seconds())

		before := len(jobNames(b, cluster, namespace)) - fewRunning
		cmd := exec.Command(filepath.Join(pluginDir, "kubectl-job"), "--kubeconfig="+cluster.Kubeconfig, "-n", namespace, "cleanup", "--yes")
		cmd.Stderr = os.Stderr
		ours := measured(b, cmd)
		left := len(jobNames(b, cluster, namespace))
		fmt.Printf("kubectl job cleanup     %d Jobs in %.1f s, %.0f a second; memory at most %.1f MiB; CPU %s; %d of %d running Jobs are left, and %d others\n",
			before, ours.took.Seconds(), float64(before)/ours.took.Seconds(), ours.memory,
			ours.cpu.Round(10*time.Millisecond), running(b, client, namespace), fewRunning, left-fewRunning)
		fmt.Printf("wall time a Job, ours / kubectl delete: %.3f\n", ours.took.Seconds()/float64(before)/(theirs.Seconds()/forPeer))
	}
}

// fillCleanup makes the Jobs and their Pods.
func fillCleanup(b *testing.B, cluster *testcluster.Cluster, namespace string) kubernetes.Interface {
	b.Helper()
	config := cluster.Config(b)
	config.QPS = -1
	client, err := kubernetes.NewForConfig(rest.AddUserAgent(config, "bench"))
	if err != nil {
		b.Fatal(err)
	}
	sideBySide(fewRunning, func(i int) {
		if _, err := client.BatchV1().Jobs(namespace).Create(b.Context(), hanging(fmt.Sprintf("runs-%d", i)), metav1.CreateOptions{}); err != nil {
			b.Error(err)
		}
	})
	sideBySide(manyFinished+forPeer, func(i int) { finishedWithPods(b, client, namespace, i) })
	if b.Failed() {
		b.FailNow()
	}
	eventuallyTrue(b, func() bool { return running(b, client, namespace) == fewRunning })
	return client
}

// running counts the Jobs that run.
func running(b *testing.B, client kubernetes.Interface, namespace string) int {
	b.Helper()
	list, err := client.BatchV1().Jobs(namespace).List(b.Context(), metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		b.Fatal(err)
	}
	n := 0
	for _, j := range list.Items {
		if j.Status.Active == 1 {
			n++
		}
	}
	return n
}

func sideBySide(n int, do func(i int)) {
	var all sync.WaitGroup
	limit := make(chan struct{}, 16)
	for i := range n {
		limit <- struct{}{}
		all.Go(func() {
			defer func() { <-limit }()
			do(i)
		})
	}
	all.Wait()
}

// finishedWithPods makes a complete Job and its Pods, which the simulated kubelet ends: the Job controller would take much longer
// for as many.
func finishedWithPods(b *testing.B, client kubernetes.Interface, namespace string, i int) {
	b.Helper()
	j := finishedJob(b, client, namespace, fmt.Sprintf("done-%d", i), nil, podsEach)
	for n := range podsEach {
		pod := &corev1.Pod{
			ObjectMeta: metav1.ObjectMeta{
				Name: fmt.Sprintf("done-%d-%d", i, n), Labels: j.Spec.Template.Labels,
				OwnerReferences: []metav1.OwnerReference{*metav1.NewControllerRef(j, batchv1.SchemeGroupVersion.WithKind("Job"))},
			},
			Spec: j.Spec.Template.Spec,
		}
		pod.Spec.NodeName = fmt.Sprintf("sim-%d", (i*podsEach+n)%12)
		if _, err := client.CoreV1().Pods(namespace).Create(b.Context(), pod, metav1.CreateOptions{}); err != nil {
			b.Error(err)
		}
	}
}
