//go:build unix

package cli

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/images"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
)

func newKubeconfig() *cobra.Command {
	return onCluster(&cobra.Command{
		Use:   "kubeconfig",
		Short: "Print the path of a cluster's kubeconfig",
		Args:  cobra.NoArgs,
	}, func(c *cobra.Command, dir state.Dir, _ []string) error {
		_, err := fmt.Fprintln(c.OutOrStdout(), dir.Kubeconfig())
		return err
	})
}

func newBuild() *cobra.Command {
	o := upOptions{}
	c := &cobra.Command{
		Use:   "build",
		Short: "Build what clusters need, if it is not in the cache, and print where it is",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := o.validate(); err != nil {
				return err
			}
			var config state.Config
			if err := o.make(c.Context(), &config, c.ErrOrStderr()); err != nil {
				return err
			}
			for _, dir := range []string{config.KubeDir, config.ToolsDir, config.ImagesDir} {
				if dir != "" {
					_, _ = fmt.Fprintln(c.OutOrStdout(), dir)
				}
			}
			return nil
		},
	}
	c.Flags().StringVar(&o.node, "node", state.NodeAuto, "auto, real or simulated: what a real node needs is built for the first two")
	return c
}

func newImages() *cobra.Command {
	return &cobra.Command{
		Use:   "images",
		Short: "List the images that a real node can pull",
		Args:  cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			for _, name := range images.Names() {
				_, _ = fmt.Fprintln(c.OutOrStdout(), name)
			}
			return nil
		},
	}
}
