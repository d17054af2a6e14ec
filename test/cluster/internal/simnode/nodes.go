package simnode

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
)

// Labels, annotations and taints of simulated nodes.
const (
	TypeLabel     = "type"
	TypeSimulated = "simulated"
	TypeReal      = "real"
	TaintKey      = Prefix + "simulated"
)

// CreateNodes creates simulated nodes. With tainted, only Pods that tolerate it come to them,
// so that an ordinary Pod finds its way to the real node.
func CreateNodes(ctx context.Context, client kubernetes.Interface, n int, tainted bool) error {
	const workers = 8
	var wg sync.WaitGroup
	errs := make([]error, workers)
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				if _, err := client.CoreV1().Nodes().Create(ctx, node(i, tainted), metav1.CreateOptions{}); err != nil {
					errs[w] = fmt.Errorf("simulated node %d: %w", i, err)
					return
				}
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}

func node(i int, tainted bool) *corev1.Node {
	name := fmt.Sprintf("sim-%d", i)
	n := &corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name:        name,
			Annotations: map[string]string{"kwok.x-k8s.io/node": "fake"},
			Labels: map[string]string{
				TypeLabel: TypeSimulated, corev1.LabelHostname: name,
				corev1.LabelOSStable: "linux", corev1.LabelArchStable: runtime.GOARCH,
			},
		},
		Spec: corev1.NodeSpec{PodCIDR: fmt.Sprintf("10.%d.%d.0/24", 64+i/256, i%256)},
	}
	if tainted {
		n.Spec.Taints = []corev1.Taint{{Key: TaintKey, Value: "true", Effect: corev1.TaintEffectPreferNoSchedule}}
	}
	return n
}
