// Package lsp is "kubectl job lsp": the language server.
package lsp

import (
	"context"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	lintcmd "github.com/kubectl-job/kubectl-job/internal/cli/lint"
	"github.com/kubectl-job/kubectl-job/internal/lsp"
	"github.com/kubectl-job/kubectl-job/internal/version"
	"github.com/kubectl-job/kubectl-job/lint"
	"github.com/kubectl-job/kubectl-job/lint/explain"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// NewCommand makes "kubectl job lsp".
func NewCommand(streams genericiooptions.IOStreams, deps lintcmd.Deps) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "lsp",
		Short: "Serve an editor: findings of lint as you type, fixes, fields",
		Long: `Serve an editor by the Language Server Protocol, on standard input and output: what kubectl job lint finds as you type, with
its fixes; the page of a rule, and what Kubernetes says of a field; the fields that there are, and their values. It looks
only at Jobs and CronJobs, and asks no cluster. docs/guides/editors.md tells how to set editors up.

Settings, as the editor's initializationOptions:
    kubernetesVersion  version of the API server, such as "1.34"
    level              lightest severity that is shown: error, warning or info, the default
    configFile         configuration to use in place of those found beside the manifests`,
		Args: arg.None,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sources := &lintcmd.Sources{Policies: deps.Policies}
			return lsp.Serve(cmd.Context(), streams.In, streams.Out, lsp.Options{
				Version: version.Version,
				Find: func(ctx context.Context, configFile, path string) (lsp.Found, error) {
					source, v, skipped, err := sources.Find(ctx, configFile, path)
					return lsp.Found{Source: source, Version: v, Skipped: skipped}, err
				},
				Forget: sources.Forget,
				Linter: func(v schema.Version, level lint.Severity) *lint.Linter {
					return lint.New(lint.Options{Version: v, Level: level, Now: now(deps.Now)})
				},
				Page: func(r lint.Rule) string { return explain.Page(r, explain.English()) },
			})
		},
	}
	cmd.Flags().Bool("stdio", true, "Use standard input and output; some editors say so")
	if err := cmd.Flags().MarkHidden("stdio"); err != nil {
		panic(err) // only for a flag that does not exist
	}
	return cmd
}

// now is the day: what is found should not change while one types.
func now(clock func() time.Time) time.Time { return clock().Truncate(24 * time.Hour) }
