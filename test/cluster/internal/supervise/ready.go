//go:build unix

package supervise

import (
	"context"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/controlplane"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/simnode"
)

// waitReady returns when all nodes take Pods and the controllers work.
func (s *supervisor) waitReady(ctx context.Context) error {
	for _, name := range []string{controlplane.ControllerManager, controlplane.Scheduler} {
		if err := s.waitHealthy(ctx, s.component(name)); err != nil {
			return err
		}
	}
	err := wait(ctx, "waiting for the default service account of "+controlplane.ControllerManager, func(ctx context.Context) error {
		_, err := s.client.CoreV1().ServiceAccounts(metav1.NamespaceDefault).Get(ctx, "default", metav1.GetOptions{})
		return err
	})
	if err != nil {
		return err
	}
	responsible := controlplane.Kwok
	if s.state.Real {
		responsible = controlplane.Node
	}
	want := s.state.Nodes
	if s.state.Real {
		want++
	}
	return wait(ctx, "waiting for nodes of "+responsible, func(ctx context.Context) error {
		nodes, err := s.client.CoreV1().Nodes().List(ctx, metav1.ListOptions{})
		if err != nil {
			return err
		}
		ready := 0
		for i := range nodes.Items {
			if takesPods(&nodes.Items[i]) {
				ready++
			}
		}
		if ready < want {
			return fmt.Errorf("%d of %d nodes are ready", ready, want)
		}
		return nil
	})
}

// takesPods reports whether a node is ready and has no taint besides the one that simulated nodes keep.
func takesPods(n *corev1.Node) bool {
	for _, t := range n.Spec.Taints {
		if t.Key != simnode.TaintKey {
			return false
		}
	}
	for _, c := range n.Status.Conditions {
		if c.Type == corev1.NodeReady {
			return c.Status == corev1.ConditionTrue
		}
	}
	return false
}
