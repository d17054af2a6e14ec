//go:build unix

package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/cache"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/supervise"
)

func newDown() *cobra.Command {
	var all bool
	c := &cobra.Command{
		Use:   "down",
		Short: "Take a cluster down; nothing is left of it",
		Args:  cobra.NoArgs,
	}
	name := nameFlag(c)
	c.Flags().BoolVar(&all, "all", false, "take all clusters down")
	c.MarkFlagsMutuallyExclusive("name", "all")
	c.RunE = func(c *cobra.Command, _ []string) error {
		names := []string{*name}
		if all {
			var err error
			if names, err = state.Names(); err != nil {
				return err
			}
		}
		var errs []error
		for _, n := range names {
			errs = append(errs, down(c.Context(), n, c.ErrOrStderr()))
		}
		return errors.Join(errs...)
	}
	return c
}

// downTimeout is how long a supervisor may take to clean up.
const downTimeout = 40 * time.Second

func down(ctx context.Context, name string, progress io.Writer) error {
	dir, err := state.ForName(name)
	if err != nil {
		return err
	}
	if !dir.Exists() {
		_, _ = fmt.Fprintf(progress, "cluster %q is not up\n", name)
		return nil
	}
	if s, err := dir.Load(); err == nil && s.Supervisor.Alive() {
		if err := syscall.Kill(s.Supervisor.PID, syscall.SIGTERM); err != nil && !errors.Is(err, syscall.ESRCH) {
			return fmt.Errorf("cluster %q: %w", name, err)
		}
		ctx, cancel := context.WithTimeoutCause(ctx, downTimeout, fmt.Errorf("supervisor does not end within %s", downTimeout))
		defer cancel()
		if err := s.Supervisor.Wait(ctx); err != nil {
			return fmt.Errorf("cluster %q: %w", name, err)
		}
	}
	// Whoever starts it at this moment has the lock.
	unlock, err := cache.Lock(ctx, "cluster-"+name)
	if err != nil {
		return err
	}
	defer unlock()
	if s, err := dir.Load(); dir.Exists() && (err != nil || !s.Supervisor.Alive()) {
		if err := supervise.CleanStale(dir); err != nil {
			return err
		}
	}
	_, _ = fmt.Fprintf(progress, "cluster %q is down\n", name)
	return nil
}
