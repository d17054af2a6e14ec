package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kubectl-job/kubectl-job/internal/cli/completion"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
)

// Arguments are those of the command line, argv, whose first is the name of the program. Under the name
// kubectl_complete-job they are a command line to complete.
func Arguments(argv []string) []string {
	if strings.TrimSuffix(filepath.Base(argv[0]), ".exe") == completion.Name {
		return append([]string{cobra.ShellCompRequestCmd}, argv[1:]...)
	}
	return argv[1:]
}

func completeGlobals(root *cobra.Command, e env.Env) {
	for flag, complete := range map[string]cobra.CompletionFunc{
		"namespace": e.CompleteNamespaces,
		"context":   e.CompleteContexts,
		"cluster":   e.CompleteClusters,
		"user":      e.CompleteUsers,
	} {
		// It fails only for a flag that does not exist.
		if err := root.RegisterFlagCompletionFunc(flag, complete); err != nil {
			panic(err)
		}
	}
}

// files are the flags that take the name of a file or folder.
var files = []string{
	"filename", "kustomize", "template", "kubeconfig", "cache-dir", "config", "certificate-authority", "client-certificate", "client-key",
	"policy", "archive", "output-dir",
}

// completeRest keeps the shell from offering file names for flags that take something else.
func completeRest(root *cobra.Command) {
	for _, cmd := range append(root.Commands(), root) {
		for _, flags := range []*pflag.FlagSet{cmd.Flags(), cmd.PersistentFlags()} {
			flags.VisitAll(func(f *pflag.Flag) {
				if _, known := cmd.GetFlagCompletionFunc(f.Name); known || slices.Contains(files, f.Name) {
					return
				}
				_ = cmd.RegisterFlagCompletionFunc(f.Name, cobra.NoFileCompletions) // fails only for a flag that has one
			})
		}
	}
}
