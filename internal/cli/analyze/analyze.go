// Package analyze is "kubectl job analyze": why a Job failed, or what it waits for.
package analyze

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/job"
)

// Options are what analyze does, after its flags and surroundings were read.
type Options struct {
	env.Env
	Cluster   *cluster.Cluster // nil if files are read
	Namespace string
	Names     []string
	Files     []string
	Output    string
}

// exitWrong says that a Job failed, or is stuck.
const exitWrong = 1

const long = `Say why a Job failed, or what it waits for: a verdict, what proves it, what follows from it, and commands for the next step.

It only reads: the Job, its Pods, and the events about them. What may not be read is told, and the rest is analysed.
With -f it needs no cluster: it takes what "kubectl get jobs,pods,events -o json" or -o yaml has printed, folders of such files,
and archives of kubectl job cleanup.

Exit codes:
    0    the Job is complete, or on its way
    1    it failed, or is stuck until somebody does something; of several, one of them
    125  kubectl job could not do it: bad flags, no cluster, no permission, no such Job`

const examples = `  # Why the Job import failed, or what it waits for
  kubectl job analyze import; exit '1'

  # For a program
  kubectl job analyze import -o json; exit '1'

  # Without a cluster
  kubectl get jobs,pods,events -o yaml > support.yaml
  kubectl job analyze -f support.yaml; exit '1'`

// NewCommand makes "kubectl job analyze".
func NewCommand(e env.Env) *cobra.Command {
	o := &Options{Env: e}
	cmd := &cobra.Command{
		Use:                   "analyze (NAME... | -f FILE) [flags]",
		Aliases:               []string{"analyse"},
		Short:                 "Say why a Job failed, or what it waits for",
		Long:                  long,
		Example:               examples,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     e.CompleteJobs(env.AnyNumber),
	}
	flags := cmd.Flags()
	flags.StringSliceVarP(&o.Files, "filename", "f", nil, "Read this `FILE`, folder or archive of cleanup in place of a cluster; - is standard input")
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
	switch {
	case o.Output != "" && o.Output != "json" && o.Output != "yaml":
		return fmt.Errorf("-o %s: expected json or yaml", o.Output)
	case len(args) == 0 && len(o.Files) == 0:
		return errors.New("expected the NAME of a Job, or -f FILE")
	}
	for _, name := range args {
		name, err := arg.OneJob([]string{name})
		if err != nil {
			return err
		}
		o.Names = append(o.Names, name)
	}
	if len(o.Files) > 0 {
		return nil
	}
	if o.Namespace, _, err = o.Env.Namespace(); err != nil {
		return err
	}
	o.Cluster, err = o.Connect()
	return err
}

// Run analyses, and prints what came out, the worst first.
func (o *Options) Run(ctx context.Context) error {
	reports, err := o.reports(ctx)
	if err != nil {
		return err
	}
	slices.SortStableFunc(reports, func(a, b analyze.Report) int {
		return cmp.Or(cmp.Compare(badness(b.Health), badness(a.Health)), cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	if o.Output != "" {
		err = o.document(reports)
	} else {
		err = o.text(reports)
	}
	if err == nil && len(reports) > 0 && reports[0].Health == analyze.Wrong {
		return exit.Silent(exitWrong)
	}
	return err
}

func badness(h analyze.Health) int {
	return slices.Index([]analyze.Health{analyze.Good, analyze.Pending, analyze.Wrong}, h)
}

func (o *Options) reports(ctx context.Context) ([]analyze.Report, error) {
	var reports []analyze.Report
	if o.Cluster == nil {
		snapshots, err := o.load(ctx)
		for _, s := range snapshots {
			reports = append(reports, analyze.Of(s))
		}
		return reports, err
	}
	for _, name := range o.Names {
		s, unread, err := o.snapshot(ctx, name)
		if err != nil {
			return nil, err
		}
		r := analyze.Of(s)
		r.Unread = unread
		reports = append(reports, r)
	}
	return reports, nil
}

// snapshot reads a Job and what is about it. What may not be read is told.
func (o *Options) snapshot(ctx context.Context, name string) (s analyze.Snapshot, unread []string, err error) {
	if s.Job, err = o.Cluster.Job(ctx, o.Namespace, name); err != nil {
		if errors.Is(err, cluster.ErrNotFound) {
			if missing := o.Cluster.NamespaceMissing(ctx, o.Namespace); missing != nil {
				err = missing
			}
		}
		return s, nil, err
	}
	skip := func(err error) error {
		if errors.Is(err, cluster.ErrForbidden) {
			unread = append(unread, err.Error())
			return nil
		}
		return err
	}
	if s.Pods, err = o.Cluster.Pods(ctx, s.Job); skip(err) != nil {
		return s, nil, err
	}
	if s.Events, err = o.Cluster.EventsAbout(ctx, o.Namespace, s.Job.Metadata.UID); skip(err) != nil {
		return s, nil, err
	}
	if err == nil && len(s.Pods) > 0 {
		uids := map[string]bool{}
		for _, p := range s.Pods {
			uids[p.Metadata.UID] = true
		}
		var more []job.Event
		if more, err = o.Cluster.EventsOfPods(ctx, o.Namespace, uids); skip(err) != nil {
			return s, nil, err
		}
		s.Events = append(s.Events, more...)
	}
	s.Now = o.Clock.Now()
	return s, unread, nil
}
