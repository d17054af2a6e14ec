package realnode

import (
	"context"
	"encoding/json"
	"fmt"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/images"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/pki"
)

// Prepare makes everything that the node's process needs.
func Prepare(ctx context.Context, client kubernetes.Interface, o Options) (_ *Node, err error) {
	n := &Node{}
	defer func() {
		if err != nil {
			_ = n.Close()
		}
	}()
	subnet, release, err := leaseSubnet()
	if err != nil {
		return nil, err
	}
	n.closers = append(n.closers, func() error { release(); return nil })
	registry, err := images.Serve(o.ImagesDir)
	if err != nil {
		return nil, err
	}
	n.closers = append(n.closers, registry.Close)
	hs, err := planCgroups("kubectl-job-test-" + o.Dir.Name())
	if err != nil {
		return nil, err
	}
	if err := o.Made(dirs(hs)); err != nil {
		return nil, err
	}
	if err := makeCgroups(hs); err != nil {
		return nil, err
	}
	s := spec{
		Dir: o.Dir, KubeDir: o.KubeDir, ToolsDir: o.ToolsDir, Cgroups: hs,
		Registry: registry.Addr(), Subnet: subnet, Kubelet: o.KubeletPort, Health: o.HealthPort,
	}
	if err := s.write(); err != nil {
		return nil, err
	}
	if err := createNode(ctx, client); err != nil {
		return nil, err
	}
	n.command = []string{"/proc/self/exe", EnterCommand, s.file()}
	return n, nil
}

// createNode creates the Node object, with a loopback address, before the kubelet does: the kubelet refuses
// to have one, but with an external cloud provider it keeps the addresses that are there.
func createNode(ctx context.Context, client kubernetes.Interface) error {
	nodes := client.CoreV1().Nodes()
	_, err := nodes.Create(ctx, &corev1.Node{ObjectMeta: metav1.ObjectMeta{
		Name: pki.RealNode, Labels: map[string]string{"type": "real"},
	}}, metav1.CreateOptions{})
	if err != nil {
		return fmt.Errorf("node %s: %w", pki.RealNode, err)
	}
	status, err := json.Marshal(map[string]any{"status": corev1.NodeStatus{Addresses: []corev1.NodeAddress{
		{Type: corev1.NodeInternalIP, Address: "127.0.0.1"},
		{Type: corev1.NodeHostName, Address: pki.RealNode},
	}}})
	if err != nil {
		return fmt.Errorf("node %s: %w", pki.RealNode, err)
	}
	if _, err := nodes.Patch(ctx, pki.RealNode, types.StrategicMergePatchType, status, metav1.PatchOptions{}, "status"); err != nil {
		return fmt.Errorf("node %s: %w", pki.RealNode, err)
	}
	return nil
}
