// Command cluster brings a real Kubernetes up and down on this machine, for tests.
package main

import (
	"os"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/cli"
)

func main() {
	os.Exit(cli.Main())
}
