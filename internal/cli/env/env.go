// Package env is what every command gets from its surroundings: streams, connection flags and the clock.
package env

import (
	"fmt"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/internal/cluster"
)

// Env is a command's surroundings.
type Env struct {
	genericiooptions.IOStreams
	Flags *genericclioptions.ConfigFlags
	Clock clock.Clock
}

// Connect makes the connection that the flags and the kubeconfig describe.
func (e *Env) Connect() (*cluster.Cluster, error) {
	return cluster.Connect(e.Flags, e.ErrOut, e.Clock)
}

// Namespace is the namespace to work in; enforced tells that it was given with -n.
func (e *Env) Namespace() (namespace string, enforced bool, err error) {
	namespace, enforced, err = e.Flags.ToRawKubeConfigLoader().Namespace()
	if err != nil {
		return "", false, fmt.Errorf("namespace: %w", err)
	}
	return namespace, enforced, nil
}
