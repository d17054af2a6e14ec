package change

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/jobspec"
	"github.com/kubectl-job/kubectl-job/job"
)

// suspending is "suspend" or "resume".
type suspending struct {
	*Options
	suspend  bool
	all      bool
	selector string
}

// NewSuspendCommand makes "kubectl job suspend".
func NewSuspendCommand(e env.Env) *cobra.Command {
	return newSuspending(&suspending{Options: newOptions(e, "suspended"), suspend: true}, &cobra.Command{
		Use:   "suspend (NAME... | cronjob/NAME... | -l SELECTOR | --all)",
		Short: "Suspend Jobs and CronJobs",
		Long: `Suspend Jobs (spec.suspend: true): the Job controller deletes the Pods that run, and makes none until
the Job is resumed. What has succeeded stays counted; what was under way begins anew, and so does the
deadline of the Job.

A CronJob that is suspended starts no new Job; the Jobs that it has started go on.`,
		Example: `  # Suspend the Job import
  kubectl job suspend import

  # Suspend every Job of a team that has not finished
  kubectl job suspend -l team=data

  # Keep a CronJob from starting new Jobs
  kubectl job suspend cronjob/backup`,
	})
}

// NewResumeCommand makes "kubectl job resume".
func NewResumeCommand(e env.Env) *cobra.Command {
	return newSuspending(&suspending{Options: newOptions(e, "resumed")}, &cobra.Command{
		Use:   "resume (NAME... | cronjob/NAME... | -l SELECTOR | --all)",
		Short: "Resume suspended Jobs and CronJobs",
		Long: `Resume Jobs (spec.suspend: false): the Job controller makes Pods again, and the deadline of the Job
(activeDeadlineSeconds) counts anew from now.

A CronJob that is resumed at once starts a Job for the latest run that was missed, unless that was
longer ago than its startingDeadlineSeconds.`,
		Example: `  # Resume the Job import
  kubectl job resume import

  # Resume all suspended Jobs of the namespace
  kubectl job resume --all

  # Let a CronJob start Jobs again
  kubectl job resume cronjob/backup`,
	})
}

func newSuspending(s *suspending, cmd *cobra.Command) *cobra.Command {
	cmd.DisableFlagsInUseLine = true
	cmd.ValidArgsFunction = s.CompleteObjects
	cmd.Flags().StringVarP(&s.selector, "selector", "l", "", "Choose Jobs by their labels, such as `team=data`")
	cmd.Flags().BoolVar(&s.all, "all", false, "Choose all Jobs of the namespace")
	s.addFlags(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		named, err := arg.Objects(args)
		if err != nil {
			return err
		}
		chosen := 0
		for _, given := range []bool{len(named) > 0, s.selector != "", s.all} {
			if given {
				chosen++
			}
		}
		if chosen != 1 {
			return errors.New("expected NAME, cronjob/NAME, --selector or --all, and one of these only")
		}
		if err := s.complete(); err != nil {
			return err
		}
		if len(named) > 0 {
			return each(named, func(o arg.Object) error { return s.one(cmd.Context(), o) })
		}
		return s.many(cmd.Context())
	}
	return cmd
}

// one suspends or resumes what was named.
func (s *suspending) one(ctx context.Context, named arg.Object) error {
	t, err := s.read(ctx, named)
	if err != nil {
		return err
	}
	if t.kind == arg.Job {
		if state := jobspec.State(t.object); state == job.StateComplete || state == job.StateFailed {
			return fmt.Errorf("%s has finished (%s): there is nothing to %s", t, state, s.verb())
		}
	}
	if jobspec.Suspended(t.object) == s.suspend {
		if s.silent {
			return s.print(t.object)
		}
		s.note("%s is %s already", t, map[bool]string{true: "suspended", false: "not suspended"}[s.suspend])
		return nil
	}
	return s.apply(ctx, t, map[string]any{"suspend": s.suspend})
}

// many suspends or resumes all Jobs that were chosen and are not as they should be.
func (s *suspending) many(ctx context.Context) error {
	list, err := s.Cluster.Jobs(ctx, s.Namespace, s.selector)
	if err != nil {
		return err
	}
	var wanted []job.Job
	for _, j := range list {
		if !j.Finished() && j.Spec.Suspended() != s.suspend {
			wanted = append(wanted, j)
		}
	}
	if len(wanted) == 0 {
		s.note("no Job to %s in namespace %q: %d found, all finished or %s already", s.verb(), s.Namespace, len(list), map[bool]string{true: "suspended", false: "under way"}[s.suspend])
		return nil
	}
	return each(wanted, func(j job.Job) error {
		object := &unstructured.Unstructured{}
		object.SetName(j.Metadata.Name)
		if s.DryRun == arg.DryRunClient { // it prints the whole object
			full, err := s.Cluster.JobObject(ctx, j.Metadata.Namespace, j.Metadata.Name)
			if err != nil {
				return err
			}
			object = full
		}
		object.SetNamespace(j.Metadata.Namespace)
		object.SetUID(uid(j))
		return s.apply(ctx, target{arg.Job, object}, map[string]any{"suspend": s.suspend})
	})
}

func (s *suspending) verb() string {
	if s.suspend {
		return "suspend"
	}
	return "resume"
}
