// Command kubectl-job is a kubectl plugin for Jobs and CronJobs: "kubectl job".
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/internal/cli"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	go func() {
		<-ctx.Done()
		stop() // a second Ctrl-C ends the process at once
	}()
	streams := genericiooptions.IOStreams{In: os.Stdin, Out: os.Stdout, ErrOut: os.Stderr}
	err := cli.NewRootCommand(streams, clock.RealClock{}).ExecuteContext(ctx)
	if err != nil {
		report(err)
	}
	os.Exit(exit.CodeOf(err))
}

func report(err error) {
	message := strings.TrimSpace(err.Error())
	switch {
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(os.Stderr, "interrupted:", message)
	case message != "": // else all has been said
		fmt.Fprintln(os.Stderr, "error:", message)
	}
}
