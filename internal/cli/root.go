// Package cli puts the commands together.
package cli

import (
	"errors"
	"flag"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/klog/v2"
	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/internal/cli/analyze"
	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/change"
	"github.com/kubectl-job/kubectl-job/internal/cli/cleanup"
	"github.com/kubectl-job/kubectl-job/internal/cli/completion"
	"github.com/kubectl-job/kubectl-job/internal/cli/cron"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/explain"
	"github.com/kubectl-job/kubectl-job/internal/cli/lint"
	"github.com/kubectl-job/kubectl-job/internal/cli/logs"
	"github.com/kubectl-job/kubectl-job/internal/cli/lsp"
	"github.com/kubectl-job/kubectl-job/internal/cli/playground"
	"github.com/kubectl-job/kubectl-job/internal/cli/policy"
	"github.com/kubectl-job/kubectl-job/internal/cli/run"
	"github.com/kubectl-job/kubectl-job/internal/cli/version"
	"github.com/kubectl-job/kubectl-job/internal/cli/watch"
)

const rootLong = `Create, follow and explain Kubernetes Jobs.

Find out more with "kubectl job COMMAND --help".`

const rootExamples = `  # Compute 2,000 digits of pi and see them
  kubectl job run pi --image=perl --wait --logs -- perl -Mbignum=bpi -wle 'print bpi(2000)'

  # Run a CronJob now and wait for the result
  kubectl job run --from=cronjob/backup --wait

  # See how the Job pi is doing
  kubectl job watch pi

  # Delete Jobs that finished more than a week ago
  kubectl job cleanup --older-than=7d --yes

  # Check manifests before a cluster sees them
  kubectl job lint deploy/`

// NewRootCommand makes "kubectl job" with all its commands.
func NewRootCommand(streams genericiooptions.IOStreams, clk clock.Clock) *cobra.Command {
	// ConfigFlags without persistence: each command makes one client.
	e := env.Env{IOStreams: streams, Flags: genericclioptions.NewConfigFlags(true), Clock: clk}
	root := &cobra.Command{
		Use:           "kubectl-job",
		Annotations:   map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl job"},
		Short:         "Create, follow and explain Kubernetes Jobs",
		Long:          rootLong,
		Example:       rootExamples,
		SilenceErrors: true, // main words them
		SilenceUsage:  true,
	}
	root.SetIn(streams.In)
	root.SetOut(streams.Out)
	root.SetErr(streams.ErrOut)
	cobra.AddTemplateFunc("flags", flagHelp)
	root.SetUsageTemplate(usage)
	e.Flags.AddFlags(root.PersistentFlags())
	addVerbosity(root, streams.ErrOut)
	completeGlobals(root, e)
	root.AddCommand(
		run.NewCommand(e), run.NewRerunCommand(e), run.NewTriggerCommand(e),
		change.NewSuspendCommand(e), change.NewResumeCommand(e), change.NewScaleCommand(e),
		watch.NewCommand(e), analyze.NewCommand(e), logs.NewCommand(e), cron.NewCommand(e), cleanup.NewCommand(e),
		lint.NewCommand(streams, lintDeps(e)), explain.NewCommand(streams), policy.NewCommand(streams), playground.NewCommand(streams), lsp.NewCommand(streams, lintDeps(e)),
		completion.NewCommand(streams), version.NewCommand(e), newOptions(),
	)
	// kubectl completes; a script for the plugin's own file name would help nobody.
	root.CompletionOptions.DisableDefaultCmd = true
	root.SetFlagErrorFunc(flagError)
	completeRest(root)
	return root
}

// addVerbosity gives client-go's own log the flag that kubectl has for it. Without -v it is silent:
// what matters of it, the commands say themselves.
func addVerbosity(root *cobra.Command, w io.Writer) {
	own := flag.NewFlagSet("", flag.ContinueOnError)
	klog.InitFlags(own)
	level := own.Lookup("v")
	root.PersistentFlags().VarP(&verbosity{level: level.Value, w: w}, "v", "v", "Log level of the Kubernetes client, from 1 to 10; 0 means no log")
	klog.LogToStderr(false)
	klog.SetOutput(io.Discard)
}

type verbosity struct {
	level flag.Value
	w     io.Writer
}

func (v *verbosity) String() string { return "0" }
func (v *verbosity) Type() string   { return "int" }
func (v *verbosity) Set(text string) error {
	if err := v.level.Set(text); err != nil {
		return errors.New("must be a number from 0 to 10")
	}
	klog.SetOutput(v.w)
	return nil
}

// newOptions lists the flags that all commands share, as "kubectl options" does.
func newOptions() *cobra.Command {
	return &cobra.Command{
		Use:   "options",
		Short: "List the flags that every command takes",
		Args:  arg.None,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "The following options can be passed to any command:\n\n%s\n", flagHelp(cmd.InheritedFlags()))
			return err
		},
	}
}
