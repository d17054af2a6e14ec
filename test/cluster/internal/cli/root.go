//go:build unix

// Package cli is the command line of the test cluster.
package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
)

// Main runs the program and returns its exit code.
func Main() int {
	if code, done := runHidden(os.Args[1:]); done {
		return code
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := newRoot().ExecuteContext(ctx); err != nil {
		if !errors.Is(err, errSilent) {
			fmt.Fprintln(os.Stderr, "error:", err)
		}
		return 1
	}
	return 0
}

// errSilent fails a command that has said already what is wrong.
var errSilent = errors.New("failed")

func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "cluster",
		Short: "A real Kubernetes on this machine, for tests",
		Long: `A real Kubernetes on this machine, for tests: etcd, API server, controller manager and scheduler, with simulated
nodes on which annotations say what becomes of a Pod, and a real node (kubelet, containerd, runc) where that is possible.`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	root.AddCommand(newUp(), newDown(), newStatus(), newLogs(), newKubeconfig(), newCtl(), newBuild(), newImages())
	return root
}

// nameFlag adds --name.
func nameFlag(c *cobra.Command) *string {
	return c.Flags().String("name", "default", "name of the cluster")
}

// onCluster adds --name to a command, and runs it with the directory of that cluster, which must exist.
func onCluster(c *cobra.Command, run func(c *cobra.Command, dir state.Dir, args []string) error) *cobra.Command {
	name := nameFlag(c)
	c.RunE = func(c *cobra.Command, args []string) error {
		dir, err := state.ForName(*name)
		if err != nil {
			return err
		}
		if !dir.Exists() {
			return fmt.Errorf("no cluster %q", *name)
		}
		return run(c, dir, args)
	}
	return c
}
