// Package cron is "kubectl job cron": the calendar of CronJobs.
package cron

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/calendar"
)

// Options are what cron does, after its flags and surroundings were read.
type Options struct {
	env.Env
	Cluster   *cluster.Cluster
	Namespace string // "" is all
	Names     []string
	Selector  string
	All       bool
	Next      int
	Output    string
}

const long = `Show when CronJobs run: the next runs, in local time and in the time zone of the CronJob, and how the last
ones went. It tells of runs that were missed, and why as far as that is known, of runs that overlapped,
and of the days on which a change of the clocks makes a run come twice or not at all.

Without spec.timeZone a schedule is in the time zone of kube-controller-manager. No API tells which that
is; UTC is taken for it.

A run counts as missed if its time has passed, there is no Job, and the history limits cannot have deleted
one. A Job that somebody else deleted leaves no trace. The last ` + `90 days are looked at.`

const examples = `  # The CronJobs of the namespace, the next to run first
  kubectl job cron

  # The next ten runs of all CronJobs of the cluster
  kubectl job cron -A --next=10

  # One in detail
  kubectl job cron backup

  # For a program
  kubectl job cron backup -o json`

// NewCommand makes "kubectl job cron".
func NewCommand(e env.Env) *cobra.Command {
	o := &Options{Env: e}
	cmd := &cobra.Command{
		Use:                   "cron [NAME... | -l SELECTOR | -A] [flags]",
		Aliases:               []string{"calendar"},
		Short:                 "Show when CronJobs ran, and when they will run next",
		Long:                  long,
		Example:               examples,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     e.CompleteCronJobs(env.AnyNumber),
	}
	flags := cmd.Flags()
	flags.StringVarP(&o.Selector, "selector", "l", "", "Choose CronJobs by their labels, such as `team=data`")
	flags.BoolVarP(&o.All, "all-namespaces", "A", false, "Choose the CronJobs of all namespaces")
	flags.IntVar(&o.Next, "next", 0, "How many `RUNS` to show: 5 of one CronJob if not given, and none of several, only the next of each")
	flags.StringVarP(&o.Output, "output", "o", "", "Output `FORMAT`: json or yaml")
	if err := cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"json", "yaml"}, cobra.ShellCompDirectiveNoFileComp)); err != nil {
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
	if err := o.validate(args); err != nil {
		return err
	}
	for _, name := range args {
		name, err := arg.OneCronJob([]string{name})
		if err != nil {
			return err
		}
		o.Names = append(o.Names, name)
	}
	if !o.All {
		if o.Namespace, _, err = o.Env.Namespace(); err != nil {
			return err
		}
	}
	o.Cluster, err = o.Connect()
	return err
}

func (o *Options) validate(args []string) error {
	switch {
	case o.Output != "" && o.Output != "json" && o.Output != "yaml":
		return fmt.Errorf("-o %s: expected json or yaml", o.Output)
	case o.Next < 0:
		return fmt.Errorf("--next=%d: expected 1 or more", o.Next)
	case len(args) > 0 && o.Selector != "":
		return errors.New("names and --selector were given: choose one")
	case len(args) > 0 && o.All:
		return errors.New("names and --all-namespaces were given: a name is of one namespace")
	}
	return nil
}

// Run prints the calendar.
func (o *Options) Run(ctx context.Context) error {
	if err := o.Cluster.Missing(ctx, o.Namespace, cluster.ToReadCronJobs()...); err != nil {
		return err
	}
	calendars, err := o.calendars(ctx)
	switch {
	case err != nil:
		return err
	case o.Output != "":
		return o.document(calendars)
	case len(o.Names) == 1:
		return o.detail(calendars[0])
	default:
		return o.table(calendars)
	}
}

// calendars are those of the CronJobs that were chosen, the next to run first.
func (o *Options) calendars(ctx context.Context) ([]calendar.Calendar, error) {
	chosen, err := o.cronJobs(ctx)
	if err != nil {
		return nil, err
	}
	jobs, err := o.Cluster.Jobs(ctx, o.Namespace, "")
	if err != nil {
		return nil, err
	}
	owned := byOwner(jobs)
	calendars := make([]calendar.Calendar, 0, len(chosen))
	for _, c := range chosen {
		var events []job.Event
		if len(o.Names) > 0 {
			events = o.events(ctx, c)
		}
		calendars = append(calendars, calendar.Of(c, owned[c.Metadata.UID], events, o.Clock.Now()))
	}
	slices.SortStableFunc(calendars, func(a, b calendar.Calendar) int {
		return cmp.Or(nextOf(a).Compare(nextOf(b)), cmp.Compare(a.CronJob.Metadata.Namespace, b.CronJob.Metadata.Namespace), cmp.Compare(a.CronJob.Metadata.Name, b.CronJob.Metadata.Name))
	})
	return calendars, nil
}

// byOwner puts Jobs to the uids of those that they belong to.
func byOwner(jobs []job.Job) map[string][]job.Job {
	owned := map[string][]job.Job{}
	for _, j := range jobs {
		for _, owner := range j.Metadata.OwnerReferences {
			owned[owner.UID] = append(owned[owner.UID], j)
		}
	}
	return owned
}

// cronJobs are those that were chosen; each name has to be there.
func (o *Options) cronJobs(ctx context.Context) ([]job.CronJob, error) {
	all, err := o.Cluster.CronJobs(ctx, o.Namespace, o.Selector)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 && o.Namespace != "" {
		if missing := o.Cluster.NamespaceMissing(ctx, o.Namespace); missing != nil {
			return nil, missing
		}
	}
	if len(o.Names) == 0 {
		return all, nil
	}
	var chosen []job.CronJob
	for _, name := range o.Names {
		i := slices.IndexFunc(all, func(c job.CronJob) bool { return c.Metadata.Name == name })
		if i < 0 {
			return nil, fmt.Errorf("cronjob.batch/%s not found in namespace %q", name, o.Namespace)
		}
		chosen = append(chosen, all[i])
	}
	return chosen, nil
}

// events are those about a CronJob; without the permission to read them, less is known.
func (o *Options) events(ctx context.Context, c job.CronJob) []job.Event {
	events, err := o.Cluster.EventsAbout(ctx, c.Metadata.Namespace, c.Metadata.UID)
	if err != nil {
		_, _ = fmt.Fprintf(o.ErrOut, "why runs were missed may not be known: %v\n", err)
	}
	return events
}

// nextOf is the next run; a time beyond all others if there is none.
func nextOf(c calendar.Calendar) time.Time {
	if next := c.Next(1); len(next) > 0 {
		return next[0]
	}
	return time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)
}
