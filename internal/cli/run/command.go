package run

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
)

const long = `Create a Job and, on request, stay with it until it ends.

The Job comes from flags (NAME --image=IMAGE), from manifests (-f), or from a CronJob
or Job of the cluster (--from), in each case with the fields that you give replaced.

It is checked before anything is sent, as kubectl job lint does: for what the API
server would refuse, and for what it would take and people regret.

With --wait the command ends when the Job is complete or failed, and says meanwhile
what it waits for. With --logs it also passes on the logs of every Pod from the first
byte, those of later attempts too. Logs go to standard output, everything else to
standard error.

`

const examples = `  # Compute 2,000 digits of pi and see them
  kubectl job run pi --image=perl --wait --logs -- perl -Mbignum=bpi -wle 'print bpi(2000)'

  # Run a command once, without retries, and end with its exit code (42)
  kubectl job run x --image=busybox --backoff-limit=0 --wait --logs --rm -- sh -c 'echo hi; exit 42'

  # Eight completions, two at a time, each with an index of its own
  kubectl job run shards --image=busybox --completions=8 --parallelism=2 --indexed -- sh -c 'echo $JOB_COMPLETION_INDEX'

  # Run the Jobs of a manifest and wait at most ten minutes for them
  kubectl job run -f job.yaml --wait --timeout=10m

  # Run a CronJob now, with another command and one more variable
  kubectl job run --from=cronjob/backup --env=FULL=yes --wait -- sh -c 'echo full: $FULL'

  # Run the report of a day once, however often and from wherever this is typed
  kubectl job run report --image=busybox --once=report-2026-11-23 --wait -- date

  # Print the manifest instead of creating the Job
  kubectl job run x --image=busybox --dry-run=client -o yaml -- date`

// flags mirror the command line.
type flags struct {
	env.Env
	printing *genericclioptions.PrintFlags
	files    *genericclioptions.FileNameFlags
	change   changeFlags
	from     string
	genName  bool
	dryRun   arg.DryRun
	wait     bool
	logs     bool
	prefix   bool
	remove   bool
	timeout  time.Duration
	noLint   bool
	once     string
	again    again
}

// NewCommand makes "kubectl job run".
func NewCommand(e env.Env) *cobra.Command {
	f := newFlags(e)
	cmd := &cobra.Command{
		Use:                   "run (NAME --image=IMAGE | -f FILE | --from=cronjob/NAME) [flags] [-- COMMAND [ARG]...]",
		Short:                 "Create a Job and follow it to its end",
		Long:                  long + exit.Help,
		Example:               examples,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     cobra.NoFileCompletions,
	}
	own := cmd.Flags()
	f.files.AddFlags(own)
	own.StringVar(&f.from, "from", "", "Make the Job from `cronjob/NAME` or job/NAME; NAME of the new Job may be left out")
	own.StringVar(&f.once, "once", "", "Create the Job only if none was created with this `KEY` before, in any terminal; the KEY makes the Job's name")
	own.BoolVar(&f.genName, "generate-name", false, "Let the server complete the name: NAME-xxxxx")
	f.addCommon(cmd)
	complete(cmd, "from", e.CompleteFrom)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		o, err := f.options(cmd, args)
		if err != nil {
			return err
		}
		return o.Run(cmd.Context())
	}
	return cmd
}

func newFlags(e env.Env) *flags {
	var filenames []string
	var kustomize string
	var recursive bool
	return &flags{
		Env:      e,
		printing: genericclioptions.NewPrintFlags("created"),
		files: &genericclioptions.FileNameFlags{
			Usage:     "Files, directories or URLs with the Jobs to create; - is standard input",
			Filenames: &filenames, Kustomize: &kustomize, Recursive: &recursive,
		},
	}
}

func (f *flags) addCommon(cmd *cobra.Command) {
	own := cmd.Flags()
	own.SortFlags = false
	f.change.add(own)
	own.BoolVar(&f.wait, "wait", false, "Wait until the Job is complete or failed; the exit code tells which")
	own.BoolVar(&f.logs, "logs", false, "Pass on the logs of all its Pods while waiting (implies --wait)")
	own.BoolVar(&f.prefix, "prefix", true, "Name the Pod before each line of its log")
	arg.Timeout(own, &f.timeout, "Wait at most this `DURATION`, such as 90, 10m or 1d; 0 means no limit. The Job goes on (implies --wait)")
	own.BoolVar(&f.remove, "rm", false, "Delete the Job at the end, also after a time-out, an error or Ctrl-C (implies --wait)")
	own.BoolVar(&f.noLint, "no-lint", false, "Send the Job without checking first whether the API server would take it")
	arg.AddDryRun(cmd, &f.dryRun)
	f.printing.AddFlags(cmd)
	for name, values := range map[string][]string{
		"restart-policy": {"Never", "OnFailure"},
		"output":         f.printing.AllowedFormats(),
	} {
		complete(cmd, name, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp))
	}
	complete(cmd, "env-from", cobra.FixedCompletions([]string{"configmap/", "secret/"}, cobra.ShellCompDirectiveNoFileComp|cobra.ShellCompDirectiveNoSpace))
}

// complete registers a flag's completion, which fails only for a flag that does not exist.
func complete(cmd *cobra.Command, flag string, f cobra.CompletionFunc) {
	if err := cmd.RegisterFlagCompletionFunc(flag, f); err != nil {
		panic(err)
	}
}

// splitArgs parts the names from the command after "--".
func splitArgs(cmd *cobra.Command, args []string) (names, command []string) {
	if at := cmd.ArgsLenAtDash(); at >= 0 {
		return args[:at], args[at:]
	}
	return args, nil
}

func (f *flags) options(cmd *cobra.Command, args []string) (*Options, error) {
	names, command := splitArgs(cmd, args)
	if len(names) > 1 {
		return nil, fmt.Errorf("expected one NAME, found %d arguments; put the command after --", len(names))
	}
	return f.build(cmd, names, command)
}

func (f *flags) build(cmd *cobra.Command, names, command []string) (*Options, error) {
	changes, err := f.change.changes(cmd.Flags(), command)
	if err != nil {
		return nil, err
	}
	o := &Options{
		Env: f.Env, From: f.from, Files: f.files.ToOptions(), GenerateName: f.genName, Changes: changes,
		DryRun: f.dryRun, Output: *f.printing.OutputFormat,
		Once: f.once, again: f.again, NoLint: f.noLint, Logs: f.logs, Remove: f.remove, Timeout: f.timeout, Prefix: f.prefix,
	}
	o.Wait = f.wait || f.logs || f.remove || cmd.Flags().Changed("timeout")
	o.changed = len(command) > 0 || f.change.given(cmd.Flags())
	if len(names) == 1 {
		o.Name = names[0]
	}
	if err := o.Validate(); err != nil {
		return nil, err
	}
	return o, o.complete(f.printing)
}

// given tells whether any flag was given that sets a field of the Job.
func (c *changeFlags) given(all *pflag.FlagSet) bool {
	own := pflag.NewFlagSet("", pflag.ContinueOnError)
	(&changeFlags{}).add(own)
	found := false
	own.VisitAll(func(f *pflag.Flag) { found = found || all.Changed(f.Name) })
	return found
}
