// Package realnode makes a node out of a kubelet and containerd in namespaces of their own,
// so that ending one process ends every container and mount.
package realnode

import (
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
)

// Names of the hidden subcommands that run the node's processes.
const (
	EnterCommand = "node-enter"
	InitCommand  = "node-init"
	ProbeCommand = "node-probe"
)

// Options say what a node is made of.
type Options struct {
	Dir                          state.Dir
	KubeDir, ToolsDir, ImagesDir string
	KubeletPort, HealthPort      int
	// Made is told about the node's cgroups before they are made, so that they can be removed whatever happens.
	Made func(cgroups []string) error
}

// Node is a node that is ready to be started.
type Node struct {
	command []string
	closers []func() error
}

// Command is the process that is the node.
func (n *Node) Command() []string { return n.command }

// Close ends what the node needs from outside.
func (n *Node) Close() error {
	for _, c := range n.closers {
		_ = c()
	}
	return nil
}
