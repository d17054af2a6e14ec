// Package cleanup is "kubectl job cleanup": it deletes Jobs that have finished.
package cleanup

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-job/kubectl-job/internal/archive"
	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job/retention"
)

// Options are what cleanup does, after its flags and surroundings were read.
type Options struct {
	env.Env
	Cluster   *cluster.Cluster
	Namespace string // "" is all
	Labels    string
	Fields    string
	Filters   []retention.Filter
	Most      int            // how many are deleted at most; 0 is no limit
	TTL       *time.Duration // sets this TTL instead of deleting
	DryRun    arg.DryRun
	Yes       bool // nobody is asked
	Output    string
	Archive   string // where to keep what is deleted; "" keeps nothing

	all    bool
	flags  filterFlags
	policy string

	emitting emitting
}

// exitPartly says that some Jobs could not be cleaned up.
const exitPartly = 1

const long = `Delete Jobs that have finished, and their Pods.

Without a filter all Jobs of the namespace are meant that are complete or failed. Filters combine: a Job has to fit all. What
would be deleted is shown first, and asked about; where nobody can be asked, --yes is needed. Jobs that run are never touched
without --include-active, and then are listed and asked about apart.

A file given with --policy has several filters, of which any may choose a Job:

  rules:
  - status: [failed]
    olderThan: 7d
  - keepLast: 10       # also: reason, groupBy, owner, name, orphans, includeActive, includeManaged
  max: 1000

Some Jobs stay although the filters choose them, and the preview says why:

  of a CronJob   as many as its history limits keep. --keep-last, --owner=cronjob/NAME decide otherwise.
  TTL            those whose ttlSecondsAfterFinished deletes them within 10 minutes. --archive and --set-ttl take them, too.
  managed        those that something else looks after (an owner other than a CronJob, spec.managedBy, finalizers), or would
                 create again, so that they run again: Argo CD, Flux, Helm, run --once. --include-managed deletes them.

With --archive, a Job is deleted when all there is of it has been written and is on the disk: the Job, its Pods, events,
logs and analysis, without the values of environment variables. A Job that could not be kept is not deleted. After an interruption, the same
command goes on where it stopped.

Each deletion holds for the very Job that was shown: one that was changed or replaced under the same name meanwhile is left
alone, and told of; one that runs, and with it changes all the time, only if it was replaced. Pods are deleted in the background, by
the garbage collector (propagationPolicy Background). Ctrl-C stops after what is under way, and says what is left.

Exit codes:
    0    done, or nothing to do
    1    some could not be deleted, or not be read: they are listed
    125  kubectl job could not do it: bad flags, no cluster, no permission
    130  Ctrl-C`

const examples = `  # What would be deleted: all Jobs of the namespace that have finished
  kubectl job cleanup --dry-run=client

  # Jobs that finished more than a month ago, in all namespaces
  kubectl job cleanup -A --older-than=30d --yes

  # Of each CronJob, and of each series of names, all but the last three that failed
  kubectl job cleanup --status=failed --keep-last=3 --yes

  # What a file in Git says
  kubectl job cleanup --policy=cleanup.yaml --yes

  # Keep all that there is of them, their logs above all; and see later what that was
  kubectl job cleanup --archive=jobs.tar.gz --yes
  kubectl job cleanup show jobs.tar.gz

  # The same every night, in the cluster
  kubectl job cleanup --older-than=7d --emit=cronjob --image=example.com/kubectl-job:v1 > cleanup-cronjob.yaml

  # Let the cluster delete what has finished, a day after its end
  kubectl job cleanup --set-ttl=1d --yes

  # Jobs whose CronJob is gone, and Pods whose Job is gone
  kubectl job cleanup --orphans --dry-run=server`

// NewCommand makes "kubectl job cleanup".
func NewCommand(e env.Env) *cobra.Command {
	o := &Options{Env: e, DryRun: arg.DryRunNone}
	ttl := time.Duration(-1)
	cmd := &cobra.Command{
		Use:                   "cleanup [-n NAMESPACE | -A] [flags]",
		Aliases:               []string{"prune"},
		Short:                 "Delete Jobs that have finished, after a preview",
		Long:                  long,
		Example:               examples,
		Args:                  arg.None,
		DisableFlagsInUseLine: true,
	}
	flags := cmd.Flags()
	flags.BoolVarP(&o.all, "all-namespaces", "A", false, "Clean up in all namespaces, or in those that you may read")
	flags.StringVarP(&o.Labels, "selector", "l", "", "Choose Jobs by their labels, such as `team=data`")
	flags.StringVar(&o.Fields, "field-selector", "", "Choose Jobs by fields that the API server selects by, such as `status.successful=1`")
	o.flags.add(cmd, o.completeOwners)
	flags.StringVar(&o.policy, "policy", "", "Read the filters from this `file`")
	flags.IntVar(&o.Most, "max", 0, "Delete at most so many `JOBS`, the oldest first; 0 is no limit")
	arg.Duration(flags, "set-ttl", &ttl, "Delete nothing, but set ttlSecondsAfterFinished to this `time`, such as 1d: the cluster deletes the Jobs so long after their end")
	flags.StringVar(&o.Archive, "archive", "", "Before a Job is deleted, keep it with its Pods, events and logs in this `folder`, or FILE.tar.gz")
	o.emitting.add(cmd)
	flags.BoolVarP(&o.Yes, "yes", "y", false, "Ask nobody")
	arg.AddDryRun(cmd, &o.DryRun)
	flags.StringVarP(&o.Output, "output", "o", "", "Output `FORMAT`: wide, name, json or yaml")
	if err := cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions([]string{"wide", "name", "json", "yaml"}, cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // only for a flag that does not exist
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if cmd.Flags().Changed("set-ttl") {
			o.TTL = &ttl
		}
		if err := o.complete(cmd); err != nil {
			return err
		}
		if o.emitting.what != "" {
			return o.emit(cmd)
		}
		return o.Run(cmd.Context())
	}
	cmd.AddCommand(newShow(e))
	return cmd
}

// completeOwners offers what --owner takes.
func (o *Options) completeOwners(cmd *cobra.Command, _ []string, toComplete string) ([]string, cobra.ShellCompDirective) {
	if !strings.Contains(toComplete, "/") {
		toComplete = "cronjob/"
	}
	names, directive := o.CompleteCronJobs(env.AnyNumber)(cmd, nil, toComplete)
	return append(names, "none"), directive
}

func (o *Options) complete(cmd *cobra.Command) error {
	if err := noneEmpty(cmd.Flags()); err != nil {
		return err
	}
	err := o.choose(cmd)
	if err != nil {
		return err
	}
	if err := o.validate(); err != nil {
		return err
	}
	o.soon()
	if !o.all {
		if o.Namespace, _, err = o.Env.Namespace(); err != nil {
			return err
		}
	}
	o.Cluster, err = o.Connect()
	return err
}

// noneEmpty refuses flags without a value, as those of scripts whose variable is not set: an empty filter would choose all, and an
// empty --archive keep nothing.
func noneEmpty(flags *pflag.FlagSet) error {
	for _, name := range []string{"selector", "field-selector", "status", "reason", "owner", "name", "group-by", "policy", "archive", "emit", "image", "schedule"} {
		f := flags.Lookup(name)
		empty := f.Value.String() == ""
		if list, ok := f.Value.(pflag.SliceValue); ok {
			empty = strings.Join(list.GetSlice(), "") == ""
		}
		if f.Changed && empty {
			return fmt.Errorf("--%s was given without a value: leave it out if that is meant", name)
		}
	}
	return nil
}

// choose reads the filters, from a file or from flags.
func (o *Options) choose(cmd *cobra.Command) error {
	if o.policy == "" {
		filter, err := o.flags.filter(cmd)
		o.Filters = []retention.Filter{filter}
		return err
	}
	if given := o.flags.given(cmd); given != "" {
		return fmt.Errorf("--policy and --%s were given: say it in the file", given)
	}
	p, err := readPolicy(o.policy)
	if o.Most == 0 || p.most > 0 && p.most < o.Most {
		o.Most = p.most
	}
	o.Filters = p.filters
	return err
}

// soon has the Jobs chosen, too, that their TTL deletes soon: what they leave is to be kept, or a new TTL is to save them.
func (o *Options) soon() {
	for i := range o.Filters {
		o.Filters[i].EvenTTL = o.Archive != "" || o.TTL != nil
	}
}

func (o *Options) validate() error {
	if err := o.DryRun.Validate(); err != nil {
		return err
	}
	if _, err := labels.Parse(o.Labels); err != nil {
		return fmt.Errorf("--selector=%s: %w", o.Labels, err)
	}
	if _, err := fields.ParseSelector(o.Fields); err != nil {
		return fmt.Errorf("--field-selector=%s: %w", o.Fields, err)
	}
	if err := o.emitting.validate(o); err != nil {
		return err
	}
	switch {
	case !slices.Contains([]string{"", "wide", "name", "json", "yaml"}, o.Output):
		return fmt.Errorf("-o %s: expected wide, name, json or yaml", o.Output)
	case o.Most < 0:
		return fmt.Errorf("--max=%d: expected 1 or more, or 0 for no limit", o.Most)
	case o.TTL != nil && *o.TTL > maxTTL:
		return fmt.Errorf("--set-ttl=%s: expected at most %s", *o.TTL, maxTTL)
	case o.Archive != "" && o.TTL != nil:
		return errors.New("--archive and --set-ttl were given: with a TTL, nothing is deleted here")
	case o.Archive != "" && slices.ContainsFunc(o.Filters, func(f retention.Filter) bool { return f.IncludeActive }):
		return errors.New("--archive and --include-active were given: what still runs has no whole log; suspend it first")
	case o.Archive != "" && o.DryRun == arg.DryRunServer:
		return errors.New("--archive and --dry-run=server were given: what is not deleted needs no archive")
	case o.Archive != "" && o.emitting.what != "":
		return errors.New("--archive and --emit were given: the Pod of a CronJob has no place to keep an archive")
	case o.TTL != nil && o.orphans():
		return errors.New("--set-ttl and --orphans were given: a Pod has no TTL")
	default:
		return nil
	}
}

const maxTTL = (1<<31 - 1) * time.Second

func (o *Options) orphans() bool {
	return slices.ContainsFunc(o.Filters, func(f retention.Filter) bool { return f.Orphans })
}

// Run shows what is to be deleted, asks, and deletes.
func (o *Options) Run(ctx context.Context) error {
	restore := env.Thrift()
	defer restore()
	if err := o.canAsk(); err != nil {
		return err
	}
	found, err := o.gather(ctx)
	if err != nil {
		return err
	}
	plan := found.plan(o)
	s := &sweep{options: o, outcomes: map[string]outcome{}}
	wanted, err := o.agree(ctx, plan, found)
	if err == nil && len(wanted) > 0 && o.DryRun != arg.DryRunClient {
		err = o.clean(ctx, s, wanted)
	}
	if err == nil || ctx.Err() != nil {
		err = errors.Join(err, o.document(plan, s))
	}
	if err == nil && (found.partly || s.failed() > 0) {
		return exit.Silent(exitPartly)
	}
	return err
}

// clean deletes what is wanted, with an archive if there is to be one.
func (o *Options) clean(ctx context.Context, s *sweep, wanted []retention.Candidate) (err error) {
	if o.Archive != "" {
		if s.archive, err = archive.Create(ctx, o.Archive); err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.archive.Close()) }()
	}
	return s.run(ctx, wanted)
}

// canAsk says what is missing where nobody can be asked.
func (o *Options) canAsk() error {
	if o.Yes || o.DryRun != arg.DryRunNone || o.onTerminal() {
		return nil
	}
	return errors.New("nobody can be asked here, since this is no terminal: give --yes to delete, or --dry-run=client to see what would be deleted")
}

// onTerminal tells whether there is somebody to ask.
func (o *Options) onTerminal() bool { return term.IsInput(o.In) && term.IsTerminal(o.ErrOut) }

func (o *Options) note(format string, args ...any) {
	_, _ = fmt.Fprintf(o.ErrOut, format+"\n", args...)
}
