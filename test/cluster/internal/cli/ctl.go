//go:build unix

package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/supervise"
)

func newCtl() *cobra.Command {
	actions := []string{supervise.Stop, supervise.Start, supervise.Restart, supervise.Pause, supervise.Resume}
	return onCluster(&cobra.Command{
		Use:   "ctl stop|start|restart|pause|resume COMPONENT",
		Short: "Stop, start or freeze a component, to see what happens then",
		Args: cobra.MatchAll(cobra.ExactArgs(2), func(_ *cobra.Command, args []string) error {
			if !slices.Contains(actions, args[0]) {
				return fmt.Errorf("no action %q: want one of %s", args[0], strings.Join(actions, ", "))
			}
			return nil
		}),
	}, func(c *cobra.Command, dir state.Dir, args []string) error {
		return supervise.NewClient(dir).Do(c.Context(), args[0], args[1])
	})
}
