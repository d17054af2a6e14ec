//go:build unix

package cli

import (
	"context"
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/supervise"
)

func newStatus() *cobra.Command {
	return onCluster(&cobra.Command{
		Use:   "status",
		Short: "Show the state of a cluster; fails if something is wrong",
		Args:  cobra.NoArgs,
	}, func(c *cobra.Command, dir state.Dir, _ []string) error {
		return status(c.Context(), dir, c.OutOrStdout())
	})
}

func status(ctx context.Context, dir state.Dir, out io.Writer) error {
	s, err := dir.Load()
	if err != nil {
		return fmt.Errorf("cluster %q is not complete: %w", dir.Name(), err)
	}
	if !s.Supervisor.Alive() {
		return fmt.Errorf("cluster %q: its supervisor (%d) was killed; \"down\" removes what is left", dir.Name(), s.Supervisor.PID)
	}
	r, err := supervise.NewClient(dir).Report(ctx)
	if err != nil {
		return err
	}
	info := infoOf(dir, s.Config)
	w := tabwriter.NewWriter(out, 0, 8, 2, ' ', 0)
	_, _ = fmt.Fprintf(w, "cluster\t%s\n", info.Name)
	_, _ = fmt.Fprintf(w, "kubeconfig\t%s\n", info.Kubeconfig)
	_, _ = fmt.Fprintf(w, "server\t%s\n", s.Server)
	_, _ = fmt.Fprintf(w, "node\t%s\t%s\n", info.Node, info.Reason)
	_, _ = fmt.Fprintf(w, "supervisor\t%s\t%d\n", supervise.Running, s.Supervisor.PID)
	for _, c := range r.Components {
		pid := ""
		if c.PID != 0 {
			pid = fmt.Sprint(c.PID)
		}
		_, _ = fmt.Fprintf(w, "%s\t%s\t%s%s\n", c.Name, c.State, pid, c.Error)
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("status: %w", err)
	}
	for _, c := range r.Components {
		if c.State != supervise.Dead {
			continue
		}
		_, _ = fmt.Fprintf(out, "\nlast lines of %s:\n", c.Name)
		for _, l := range c.Output {
			_, _ = fmt.Fprintln(out, " |", l)
		}
	}
	if !r.Healthy() {
		return errSilent
	}
	return nil
}
