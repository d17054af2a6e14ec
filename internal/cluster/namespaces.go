package cluster

import (
	"context"
	"errors"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// NamespaceMissing says that a namespace does not exist. It is nil if it does, and if it cannot be told, which
// needs the permission to get namespaces.
func (c *Cluster) NamespaceMissing(ctx context.Context, name string) error {
	_, err := c.typed.CoreV1().Namespaces().Get(ctx, name, metav1.GetOptions{})
	if err := c.failed(err, call{"get", "", "namespaces", "", name}); errors.Is(err, ErrNoNamespace) {
		return err
	}
	return nil
}
