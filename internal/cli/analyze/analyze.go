// Package analyze is "kubectl job analyze": why a Job failed, or what it waits for.
package analyze

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/analyze/files"
	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
)

// Options are what analyze does, after its flags and surroundings were read.
type Options struct {
	env.Env
	Cluster   *cluster.Cluster // nil if files are read
	Namespace string           // "" is all
	Jobs      []string
	CronJobs  []string
	Selector  string
	All       bool
	Files     []string
	Output    string
	Events    bool
	Logs      int
	Lint      bool
}

// exitWrong says that a Job failed, or is stuck.
const exitWrong = 1

const long = `Say why a Job failed, or what it waits for: a verdict, what proves it, what follows from it, and commands for the next step.

With cronjob/NAME it says how the runs of a CronJob went. Without a name it takes all Jobs of the namespace, of all
namespaces with -A, or those that -l chooses: the worst first, by cause.

It only reads: the Job, its Pods, and the events about them; nodes, quotas, volume claims and the lease of
kube-controller-manager where they can explain something. What may not be read is told, and the rest is analysed. It never
shows the values of environment variables.

With -f it needs no cluster: it takes what "kubectl get jobs,pods,events -o json" or -o yaml has printed (also cronjobs, nodes,
resourcequotas, persistentvolumeclaims), folders of such files, and archives of kubectl job cleanup.

What each cause means, with a report of each, is in docs/diagnoses.md.

Exit codes:
    0    the Job is complete, or on its way
    1    it failed, or is stuck until somebody does something; of several, one of them
    125  kubectl job could not do it: bad flags, no cluster, no permission, no such Job`

const examples = `  # Why the Job import failed, or what it waits for
  kubectl job analyze import; exit '1'

  # With the events, and the last 20 lines of containers that failed
  kubectl job analyze import --events --logs=20; exit '1'

  # How the runs of a CronJob went
  kubectl job analyze cronjob/backup

  # All Jobs of the cluster, the worst first
  kubectl job analyze -A; exit '1'

  # As a page to send, or for a program
  kubectl job analyze import -o html > report.html; exit '1'
  kubectl job analyze import -o json; exit '1'

  # Without a cluster
  kubectl get jobs,pods,events -o yaml > support.yaml
  kubectl job analyze import -f support.yaml; exit '1'`

func formats() []string { return []string{"json", "yaml", "markdown", "html"} }

// NewCommand makes "kubectl job analyze".
func NewCommand(e env.Env) *cobra.Command {
	o := &Options{Env: e}
	cmd := &cobra.Command{
		Use:                   "analyze [NAME... | cronjob/NAME | -l SELECTOR | -A] [-f FILE] [flags]",
		Aliases:               []string{"analyse"},
		Short:                 "Say why Jobs failed, or what they wait for",
		Long:                  long,
		Example:               examples,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     e.CompleteObjects,
	}
	flags := cmd.Flags()
	flags.StringSliceVarP(&o.Files, "filename", "f", nil, "Read this `FILE`, folder or archive of cleanup in place of a cluster; - is standard input")
	flags.StringVarP(&o.Selector, "selector", "l", "", "Choose Jobs by their labels, such as `team=data`")
	flags.BoolVarP(&o.All, "all-namespaces", "A", false, "Choose the Jobs of all namespaces")
	flags.StringVarP(&o.Output, "output", "o", "", "Output `FORMAT`: json, yaml, markdown or html")
	flags.BoolVar(&o.Events, "events", false, "Show the events, too")
	flags.IntVar(&o.Logs, "logs", 0, "Show the last `LINES` of the logs of containers that failed")
	flags.BoolVar(&o.Lint, "lint", true, "Join what kubectl job lint finds in the Job where it explains something")
	if err := cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(formats(), cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // only for a flag that does not exist
	}
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := o.complete(args); err != nil {
			return err
		}
		return o.Run(cmd.Context())
	}
	return cmd
}

func (o *Options) complete(args []string) (err error) {
	for _, text := range args {
		switch name, ok := arg.ParseObject(text); {
		case !ok:
			return fmt.Errorf("%q: expected the name of a Job or CronJob, as NAME, job/NAME or cronjob/NAME", text)
		case name.Kind == arg.CronJob:
			o.CronJobs = append(o.CronJobs, name.Name)
		default:
			o.Jobs = append(o.Jobs, name.Name)
		}
	}
	if err := o.validate(); err != nil || len(o.Files) > 0 {
		return err
	}
	if !o.All {
		if o.Namespace, _, err = o.Env.Namespace(); err != nil {
			return err
		}
	}
	o.Cluster, err = o.Connect()
	return err
}

func (o *Options) validate() error {
	named := len(o.Jobs)+len(o.CronJobs) > 0
	switch {
	case o.Output != "" && !slices.Contains(formats(), o.Output):
		return fmt.Errorf("-o %s: expected one of %s", o.Output, strings.Join(formats(), ", "))
	case o.Logs < 0:
		return fmt.Errorf("--logs=%d: expected 1 or more", o.Logs)
	case named && o.Selector != "":
		return errors.New("names and --selector were given: choose one")
	case named && o.All:
		return errors.New("names and --all-namespaces were given: a name is of one namespace")
	case !named && len(o.Files) == 0 && (o.Events || o.Logs > 0):
		return errors.New("--events and --logs are for Jobs that are named")
	case len(o.Files) > 0 && o.Logs > 0:
		return errors.New("--logs and --filename were given: files of objects have no logs")
	case len(o.Files) > 0 && (o.Selector != "" || o.All):
		return errors.New("--filename goes with names, and not with --selector or --all-namespaces")
	}
	return nil
}

type result = files.Result

// Run analyses, and prints what came out, the worst first.
func (o *Options) Run(ctx context.Context) error {
	var found result
	var err error
	switch {
	case o.Cluster == nil:
		found, err = o.fromFiles(ctx)
	case len(o.Jobs)+len(o.CronJobs) > 0:
		found, err = o.named(ctx)
	default:
		found.Fleet, err = o.fleet(ctx)
	}
	if err != nil {
		return err
	}
	found.Sort()
	if err := o.show(found); err != nil {
		return err
	}
	if found.Worst() == analyze.Wrong {
		return exit.Silent(exitWrong)
	}
	return nil
}

// named analyses the Jobs and CronJobs that were named.
func (o *Options) named(ctx context.Context) (result, error) {
	g := &gatherer{Options: o}
	var found result
	for _, name := range o.Jobs {
		r, err := g.report(ctx, name)
		if err != nil {
			return found, err
		}
		found.Jobs = append(found.Jobs, r)
	}
	for _, name := range o.CronJobs {
		r, err := g.cronReport(ctx, name)
		if err != nil {
			return found, err
		}
		found.CronJobs = append(found.CronJobs, r)
	}
	return found, nil
}
