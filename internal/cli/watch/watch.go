// Package watch follows a Job that exists already.
package watch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// Options are what watch does, after its flags and surroundings were read.
type Options struct {
	env.Env
	Cluster   *cluster.Cluster
	Namespace string
	Name      string
	Logs      bool
	Prefix    bool
	Timeout   time.Duration
}

// NewCommand makes "kubectl job watch".
func NewCommand(e env.Env) *cobra.Command {
	o := &Options{Env: e}
	cmd := &cobra.Command{
		Use:   "watch NAME [flags]",
		Short: "Follow a Job until it is complete or failed",
		Long: `Follow a Job until it is complete or failed: what it waits for, each attempt and how it ended,
and in the end a summary in the words of kubectl describe. A Job that has finished already is
summed up at once. All this goes to standard output; with --logs, standard output has the logs
and nothing else, and the rest goes to standard error.

` + exit.Help,
		Example: `  # Follow the Job pi
  kubectl job watch pi

  # Follow it with the logs of all its Pods, at most ten minutes
  kubectl job watch pi --logs --timeout=10m`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     e.CompleteJobs(1),
	}
	cmd.Flags().BoolVar(&o.Logs, "logs", false, "Pass on the logs of all its Pods, from their first byte")
	cmd.Flags().BoolVar(&o.Prefix, "prefix", true, "Name the Pod before each line of its log")
	arg.Timeout(cmd.Flags(), &o.Timeout, "Watch at most this `DURATION`, such as 90, 10m or 1d; 0 means no limit")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if err := o.complete(args); err != nil {
			return err
		}
		return o.Run(cmd.Context())
	}
	return cmd
}

func (o *Options) complete(args []string) (err error) {
	if o.Name, err = arg.OneJob(args); err != nil {
		return err
	}
	if o.Namespace, _, err = o.Env.Namespace(); err != nil {
		return err
	}
	o.Cluster, err = o.Connect()
	return err
}

// Run follows the Job and sums it up.
func (o *Options) Run(ctx context.Context) error {
	if err := o.Cluster.Missing(ctx, o.Namespace, cluster.ToFollow(o.Logs)...); err != nil {
		return err
	}
	j, err := o.job(ctx)
	if err != nil {
		return err
	}
	watching, cancel := follow.WithTimeout(ctx, o.Clock, o.Timeout)
	defer cancel()

	out := term.NewLines(o.Out)
	story := out
	if o.Logs {
		story = term.NewLines(o.ErrOut)
	}
	if err := story.Printf("%s: %s", j.Metadata.Name, j.Spec.KindSentence()); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	notes := story
	if j.Finished() {
		notes = term.NewLines(io.Discard) // the summary says it all
	}
	result, err := follow.Job(watching, j, follow.Options{
		Cluster: o.Cluster, Clock: o.Clock, Notes: notes, Output: out, Logs: o.Logs, Prefix: o.Prefix,
	})
	return o.outcome(ctx, story, result, err)
}

// outcome sums the Job up, unless the following was interrupted or failed.
func (o *Options) outcome(ctx context.Context, story *term.Lines, result follow.Result, err error) error {
	switch {
	case err == nil:
	case errors.Is(err, follow.ErrTimeout):
		why := "not finished"
		if result.Job.Finished() {
			why = "finished, but not all of it could be read"
		}
		_ = story.Printf("%s: %s within %s", o.Name, why, o.Timeout)
		result.Code = exit.TimedOut
	case ctx.Err() != nil:
		_, _ = fmt.Fprintf(o.ErrOut, "%s: interrupted; the Job goes on. Come back to it with: kubectl job watch %s -n %s\n", o.Name, o.Name, o.Namespace)
		return exit.Silent(exit.Interrupted(ctx))
	default:
		return err
	}
	if err := follow.Summarize(story, result, o.Clock.Now()); err != nil {
		return fmt.Errorf("write: %w", err)
	}
	return exit.Silent(result.Code)
}

// job reads the Job; if it is not there, perhaps its namespace is not either.
func (o *Options) job(ctx context.Context) (job.Job, error) {
	j, err := o.Cluster.Job(ctx, o.Namespace, o.Name)
	if errors.Is(err, cluster.ErrNotFound) {
		if missing := o.Cluster.NamespaceMissing(ctx, o.Namespace); missing != nil {
			return job.Job{}, missing
		}
	}
	return j, err
}
