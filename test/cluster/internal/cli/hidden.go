//go:build unix

package cli

import (
	"context"
	"fmt"
	"os"
	"strconv"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/proc"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/realnode"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
	"github.com/kubectl-job/kubectl-job/test/cluster/internal/supervise"
)

// superviseCommand is the hidden subcommand of the supervisor.
const superviseCommand = "supervise"

// progressFD is where the supervisor finds the pipe to "up".
const progressFD = 3

// runHidden runs the subcommands that this program calls itself with. They are no cobra commands:
// the first process of a node has no use for signal handlers or flags.
func runHidden(args []string) (code int, done bool) {
	if len(args) == 0 {
		return 0, false
	}
	run, ok := map[string]func([]string) error{
		superviseCommand:      supervisor,
		realnode.EnterCommand: func(a []string) error { return realnode.Enter(a[0]) },
		realnode.InitCommand:  func(a []string) error { return realnode.Init(a[0]) },
		realnode.ProbeCommand: func([]string) error { return realnode.Probe() },
	}[args[0]]
	if !ok {
		return 0, false
	}
	if err := run(args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1, true
	}
	return 0, true
}

// supervisor takes the cluster's directory and the PID of the process that waits for it.
func supervisor(args []string) error {
	pid, err := strconv.Atoi(args[1])
	if err != nil {
		return fmt.Errorf("supervisor: %w", err)
	}
	// Or the components would keep open what the caller has open, such as the pipe of its output.
	if err := closeOnExec(progressFD); err != nil {
		return fmt.Errorf("supervisor: %w", err)
	}
	pipe := os.NewFile(progressFD, "progress")
	return supervise.Run(context.Background(), state.Dir(args[0]), proc.Identify(pid), pipe)
}
