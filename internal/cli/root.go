// Package cli puts the commands together.
package cli

import (
	"flag"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/klog/v2"
	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/run"
	"github.com/kubectl-job/kubectl-job/internal/cli/watch"
	"github.com/kubectl-job/kubectl-job/internal/version"
)

const rootLong = `Create, follow and explain Kubernetes Jobs.

Find out more with "kubectl job COMMAND --help".`

const rootExamples = `  # Compute 2,000 digits of pi and see them
  kubectl job run pi --image=perl --wait --logs -- perl -Mbignum=bpi -wle 'print bpi(2000)'

  # Run a CronJob now and wait for the result
  kubectl job run --from=cronjob/backup --wait

  # See how the Job pi is doing
  kubectl job watch pi`

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
	root.SetUsageTemplate(usage)
	e.Flags.AddFlags(root.PersistentFlags())
	addVerbosity(root, streams.ErrOut)
	completeGlobals(root, e)
	root.AddCommand(run.NewCommand(e), run.NewRerunCommand(e), watch.NewCommand(e), newVersion(streams), newOptions())
	for _, c := range root.Commands() {
		c.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
			return fmt.Errorf("%w; see %s --help", err, c.CommandPath())
		})
	}
	return root
}

// addVerbosity gives client-go's own log the flag that kubectl has for it. Without -v it is silent:
// what matters of it, the commands say themselves.
func addVerbosity(root *cobra.Command, w io.Writer) {
	own := flag.NewFlagSet("", flag.ContinueOnError)
	klog.InitFlags(own)
	level := own.Lookup("v")
	root.PersistentFlags().VarP(&verbosity{level: level.Value, w: w}, "v", "v", "Log level of the Kubernetes client, from 1 to 10")
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
		return fmt.Errorf("expected a number: %w", err)
	}
	klog.SetOutput(v.w)
	return nil
}

func completeGlobals(root *cobra.Command, e env.Env) {
	for flag, complete := range map[string]cobra.CompletionFunc{
		"namespace": e.CompleteNamespaces,
		"context":   e.CompleteContexts,
	} {
		// It fails only for a flag that does not exist.
		if err := root.RegisterFlagCompletionFunc(flag, complete); err != nil {
			panic(err)
		}
	}
}

func newVersion(streams genericiooptions.IOStreams) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of kubectl job",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprintln(streams.Out, version.String())
			return err
		},
	}
}

// newOptions lists the flags that all commands share, as "kubectl options" does.
func newOptions() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "options",
		Short: "List the flags that every command takes",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprint(cmd.OutOrStdout(), "These flags can be given to every command:\n\n",
				strings.TrimRight(cmd.InheritedFlags().FlagUsages(), "\n"), "\n")
			return err
		},
	}
	return cmd
}

// usage leaves the many global flags to "kubectl job options".
const usage = `Usage:
  {{if .Runnable}}{{.UseLine}}{{else}}{{.CommandPath}} COMMAND{{end}}
{{- if .HasExample}}

Examples:
{{.Example}}
{{- end}}
{{- if .HasAvailableSubCommands}}

Commands:
{{- range .Commands}}{{if or .IsAvailableCommand (eq .Name "help")}}
  {{rpad .Name .NamePadding}} {{.Short}}
{{- end}}{{end}}
{{- end}}
{{- if .HasAvailableLocalFlags}}{{if .HasParent}}

Flags:
{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}
{{- end}}{{end}}

Flags that every command takes, such as -n/--namespace and --context: kubectl job options
`
