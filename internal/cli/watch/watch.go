// Package watch follows Jobs that exist already.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
)

// Options are what watch does, after its flags and surroundings were read.
type Options struct {
	env.Env
	Cluster   *cluster.Cluster
	Namespace string
	Names     []string
	Files     []string
	Recursive bool
	Selector  string
	CronJob   string
	All       bool // in all namespaces
	Until     string
	Any       bool
	Output    string // -o
	Plain     bool
	Logs      bool
	Prefix    bool
	Timeout   time.Duration

	untilGiven bool // --until was given
}

const long = `Follow Jobs until they are complete or failed.

On a terminal you see them live: progress, attempts, the next retry, deadlines, and what each waits
for; ? lists the keys. With --plain, and where standard output is no terminal, each change is a line
with its time: what a Job waits for, each attempt and how it ended, and in the end a summary in the
words of kubectl describe. With -o json each change is a line of JSON (docs/watch-json.md).

Without NAME, all Jobs of the namespace are followed; -l, -A and --cronjob choose others, and Jobs that
are created meanwhile are followed, too. It ends when all have come to what --until says, or with
--any when the first has. Jobs that had finished before count only where they were chosen by name, by
file or by label.

With --logs the logs of all Pods go to standard output from their first byte, and the rest to standard
error. kubectl job logs does more with logs.

The exit code is that of the first Job, in order of age, that did not come to what --until says.

`

const examples = `  # Follow the Job pi
  kubectl job watch pi

  # Follow it with the logs of all its Pods, at most ten minutes
  kubectl job watch pi --logs --timeout=10m

  # All Jobs of all namespaces with a label, as they come and go
  kubectl job watch -A -l app=reports

  # In CI: wait for all Jobs with a label, as JSON
  kubectl job watch -l team=data -o json

  # Wait until the Jobs of a manifest have begun to run
  kubectl job watch -f job.yaml --until=started

  # The Jobs of a CronJob
  kubectl job watch --cronjob backup --plain`

// NewCommand makes "kubectl job watch".
func NewCommand(e env.Env) *cobra.Command {
	o := &Options{Env: e}
	cmd := &cobra.Command{
		Use:                   "watch [NAME... | -l SELECTOR | -A | --cronjob NAME | -f FILE] [flags]",
		Short:                 "Follow Jobs until they are complete or failed",
		Long:                  long + exit.Help,
		Example:               examples,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     e.CompleteJobs(env.AnyNumber),
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.Selector, "selector", "l", "", "Choose Jobs by their labels, such as `team=data`")
	flags.BoolVarP(&o.All, "all-namespaces", "A", false, "Choose the Jobs of all namespaces")
	flags.StringVar(&o.CronJob, "cronjob", "", "Choose the Jobs that this CronJob makes")
	files := genericclioptions.FileNameFlags{Usage: "Choose the Jobs of these files, directories or URLs; - is standard input", Filenames: &o.Files, Recursive: &o.Recursive}
	files.AddFlags(flags)
	flags.StringVar(&o.Until, "until", string(follow.UntilFinished), "What to wait for: "+strings.Join(follow.Untils(), ", "))
	flags.BoolVar(&o.Any, "any", false, "End when the first of several Jobs has come to what --until says")
	flags.StringVarP(&o.Output, "output", "o", "", "Output format: json, one event a line")
	flags.BoolVar(&o.Plain, "plain", false, "Write lines also on a terminal")
	flags.BoolVar(&o.Logs, "logs", false, "Pass on the logs of all Pods, from their first byte")
	flags.BoolVar(&o.Prefix, "prefix", true, "Name the Pod before each line of its log")
	arg.Timeout(flags, &o.Timeout, "Watch at most this `DURATION`, such as 90, 10m or 1d; 0 means no limit")
	for name, complete := range map[string]cobra.CompletionFunc{
		"cronjob": e.CompleteCronJobs(1),
		"until":   cobra.FixedCompletions(follow.Untils(), cobra.ShellCompDirectiveNoFileComp),
		"output":  cobra.FixedCompletions([]string{"json"}, cobra.ShellCompDirectiveNoFileComp),
	} {
		if err := cmd.RegisterFlagCompletionFunc(name, complete); err != nil {
			panic(err) // only for a flag that does not exist
		}
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		o.untilGiven = cmd.Flags().Changed("until")
		if err := o.complete(args); err != nil {
			return err
		}
		return o.Run(cmd.Context())
	}
	return cmd
}

func (o *Options) complete(args []string) (err error) {
	for _, text := range args {
		name, err := arg.OneJob([]string{text})
		if err != nil {
			return err
		}
		if !slices.Contains(o.Names, name) {
			o.Names = append(o.Names, name)
		}
	}
	if err := o.Validate(); err != nil {
		return err
	}
	enforced := false
	if o.Namespace, enforced, err = o.Env.Namespace(); err != nil {
		return err
	}
	if o.All {
		o.Namespace = ""
	}
	if len(o.Files) > 0 {
		if err := o.readFiles(enforced); err != nil {
			return err
		}
	}
	o.Cluster, err = o.Connect()
	return err
}

// Validate checks what can be checked without a cluster.
func (o *Options) Validate() error {
	chosen := 0
	for _, given := range []bool{len(o.Names) > 0, o.Selector != "" || o.All, o.CronJob != "", len(o.Files) > 0} {
		if given {
			chosen++
		}
	}
	switch {
	case chosen > 1:
		return errors.New("choose Jobs in one way: by NAME, by -l and -A, by --cronjob, or by -f")
	case !slices.Contains(follow.Untils(), o.Until):
		return fmt.Errorf("--until=%s: expected %s", o.Until, strings.Join(follow.Untils(), ", "))
	case o.Output != "" && o.Output != "json":
		return fmt.Errorf("-o %s: expected json", o.Output)
	case o.Output != "" && o.Logs:
		return errors.New("--logs and -o json would both write to standard output: choose one")
	}
	if err := cluster.ValidLabels(o.Selector); err != nil {
		return fmt.Errorf("--selector=%s: %w", o.Selector, err)
	}
	return nil
}

// Run follows the Jobs and sums them up.
func (o *Options) Run(ctx context.Context) error {
	if err := o.Cluster.Missing(ctx, o.Namespace, cluster.ToFollow(o.Logs)...); err != nil {
		return err
	}
	watching, cancel := follow.WithTimeout(ctx, o.Clock, o.Timeout)
	defer cancel()
	switch {
	case o.onTerminal():
		return o.live(ctx, watching)
	case len(o.Names) == 1:
		return o.one(ctx, watching)
	}
	return o.several(ctx, watching)
}

// followOptions are how Jobs are followed; notes is where what happens to them goes.
func (o *Options) followOptions() (options follow.Options, story *term.Lines) {
	out := term.NewLines(o.Out)
	story = out
	if o.Logs {
		story = term.NewLines(o.ErrOut)
	}
	return follow.Options{
		Cluster: o.Cluster, Clock: o.Clock, Notes: story, Output: out, Logs: o.Logs, Prefix: o.Prefix,
		Until: follow.Until(o.Until), JSON: o.Output == "json", Stamps: !term.IsTerminal(o.Out), Spaces: o.All,
	}, story
}

func silenced() *term.Lines { return term.NewLines(io.Discard) }
