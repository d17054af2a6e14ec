// Command kubectl-job-lint is "kubectl job lint" alone: a small program for CI, which kubectl prefers over kubectl-job's own
// lint where both are on the PATH.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/lint"
)

func main() {
	// It lives for some milliseconds: collecting garbage as often as a server does would take a fifth of them.
	debug.SetGCPercent(400)
	ctx := exit.OnSignal(context.Background())
	cmd := lint.NewCommand(genericiooptions.IOStreams{In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr}, lint.Deps{Now: time.Now})
	cmd.Annotations = map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl job lint"}
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	err := exit.Quietly(cmd.ExecuteContext(ctx))
	if plugin := plugin(); errors.Is(err, lint.ErrNeedsPlugin) && plugin != "" {
		err = handOver(ctx, plugin)
	}
	if err != nil && err.Error() != "" {
		fmt.Fprintln(os.Stderr, "error:", err)
	}
	os.Exit(exit.CodeOf(ctx, err))
}

// plugin is the path of kubectl-job: beside this program, or on the PATH. It is empty if there is none.
func plugin() string {
	if self, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(self), "kubectl-job"+filepath.Ext(self))
		if _, err := os.Stat(beside); err == nil {
			return beside
		}
	}
	path, err := exec.LookPath("kubectl-job")
	if err != nil {
		return ""
	}
	return path
}

// handOver lets kubectl-job do it. Standard input has not been read yet.
func handOver(ctx context.Context, plugin string) error {
	cmd := exec.CommandContext(ctx, plugin, append([]string{"lint"}, os.Args[1:]...)...)
	cmd.Stdin, cmd.Stdout, cmd.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := cmd.Run()
	if failed, ok := errors.AsType[*exec.ExitError](err); ok {
		return exit.Silent(failed.ExitCode())
	}
	return err
}
