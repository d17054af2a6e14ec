// Command kubectl-job-lint is "kubectl job lint" alone: a small program for CI, which kubectl prefers over kubectl-job's own
// lint where both are on the PATH.
package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/lint"
)

func main() {
	ctx := exit.OnSignal(context.Background())
	cmd := lint.NewCommand(genericiooptions.IOStreams{In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr}, lint.Deps{Now: time.Now})
	cmd.Annotations = map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl job lint"}
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	err := exit.Quietly(cmd.ExecuteContext(ctx))
	if err != nil && err.Error() != "" {
		fmt.Fprintln(os.Stderr, "error:", err)
	}
	os.Exit(exit.CodeOf(ctx, err))
}
