// Command kubectl-job is a kubectl plugin for Jobs and CronJobs: "kubectl job". Under the name
// kubectl_complete-job it answers the shell completion of kubectl.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"

	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/internal/cli"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
)

func main() {
	ctx := exit.OnSignal(context.Background())
	streams := genericiooptions.IOStreams{In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr}
	root := cli.NewRootCommand(streams, clock.RealClock{})
	root.SetArgs(cli.Arguments(os.Args))
	err := exit.Quietly(root.ExecuteContext(ctx))
	report(ctx, err)
	os.Exit(exit.CodeOf(ctx, err))
}

// report words what has not been said yet.
func report(ctx context.Context, err error) {
	if err == nil {
		return
	}
	message := strings.TrimSpace(err.Error())
	if message == "" {
		return
	}
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		message = strings.ReplaceAll(message, context.Canceled.Error(), context.Cause(ctx).Error())
	}
	fmt.Fprintln(os.Stderr, "error:", message)
}
