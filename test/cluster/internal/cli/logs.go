//go:build unix

package cli

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
)

func newLogs() *cobra.Command {
	var follow bool
	c := onCluster(&cobra.Command{
		Use:   "logs [COMPONENT]",
		Short: "Print the log of a component; without one, list those that have logs",
		Args:  cobra.MaximumNArgs(1),
	}, func(c *cobra.Command, dir state.Dir, args []string) error {
		if len(args) == 0 {
			return listLogs(dir, c.OutOrStdout())
		}
		return copyLog(c.Context(), c.OutOrStdout(), dir.Log(filepath.Base(args[0])), follow)
	})
	c.Flags().BoolVarP(&follow, "follow", "f", false, "go on as the log grows, until interrupted")
	return c
}

func listLogs(dir state.Dir, out io.Writer) error {
	entries, err := os.ReadDir(dir.Logs())
	if err != nil {
		return fmt.Errorf("logs: %w", err)
	}
	for _, e := range entries {
		_, _ = fmt.Fprintln(out, strings.TrimSuffix(e.Name(), ".log"))
	}
	return nil
}

func copyLog(ctx context.Context, out io.Writer, path string, follow bool) error {
	f, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("log: %w", err)
	}
	defer func() { _ = f.Close() }()
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for {
		if _, err := io.Copy(out, f); err != nil {
			return fmt.Errorf("log: %w", err)
		}
		if !follow {
			return nil
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}
