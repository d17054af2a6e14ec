// Package logs is "kubectl job logs": what all Pods of a Job have written, and write.
package logs

import (
	"context"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
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

// Options are what logs does, after its flags and surroundings were read.
type Options struct {
	env.Env
	Cluster   *cluster.Cluster
	Namespace string
	Name      string
	Follow    bool
	Prefix    bool
	Log       follow.LogOptions
	Timeout   time.Duration

	indexes, grep string
	since         time.Duration
	tail          int64
}

const long = `Print what all Pods of a Job have written, in the order of time: all containers, and all attempts
whose Pods exist, with the name of the Pod before each line.

With --follow also what they write from now on, and what the Pods of later attempts do, until the Job
ends; the exit code is then that of the Job. A stream that breaks is taken up where it broke, and the
log of a Pod that is deleted meanwhile, by its Job's back-off limit or deadline, is read before it goes.

Logs go to standard output, everything else to standard error. The logs of Pods that are gone cannot be
read; how many attempts that concerns is told.

`

const examples = `  # What all attempts of the Job pi have written
  kubectl job logs pi

  # What it writes, to its end, whichever Pods come
  kubectl job logs -f pi

  # The last 20 lines of each attempt that failed
  kubectl job logs pi --failed --tail=20

  # Errors of some indexes in the last hour, with their times
  kubectl job logs shards --index=3,7-9 --since=1h --grep='(?i)error' --timestamps

  # A file for each Pod
  kubectl job logs pi --output-dir=pi-logs`

// NewCommand makes "kubectl job logs".
func NewCommand(e env.Env) *cobra.Command {
	o := &Options{Env: e}
	cmd := &cobra.Command{
		Use:                   "logs NAME [flags]",
		Short:                 "Print the logs of all Pods and attempts of a Job",
		Long:                  long + exit.Help,
		Example:               examples,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     e.CompleteJobs(1),
	}
	flags := cmd.Flags()
	flags.BoolVarP(&o.Follow, "follow", "f", false, "Go on until the Job ends")
	flags.BoolVar(&o.Log.Failed, "failed", false, "Only attempts that have failed")
	flags.StringVar(&o.indexes, "index", "", "Only these indexes of an Indexed Job, such as `3,7-9`")
	flags.StringSliceVarP(&o.Log.Containers, "container", "c", nil, "Only the container of this `NAME`; can be repeated")
	arg.Duration(flags, "since", &o.since, "Only lines of the last `DURATION`, such as 90, 10m or 1d")
	flags.Int64Var(&o.tail, "tail", -1, "Only so many `LINES` at the end of each log; -1 means all")
	flags.BoolVar(&o.Log.Timestamps, "timestamps", false, "Begin each line with its time")
	flags.StringVar(&o.grep, "grep", "", "Only lines that match this `REGEXP` (RE2)")
	flags.BoolVar(&o.Prefix, "prefix", true, "Name the Pod before each line")
	flags.StringVar(&o.Log.Dir, "output-dir", "", "Write a file for each Pod, container and attempt into this `FOLDER`")
	arg.Timeout(flags, &o.Timeout, "With --follow: go on for at most this `DURATION`; 0 means no limit")
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
	if err := o.validate(); err != nil {
		return err
	}
	if o.Namespace, _, err = o.Env.Namespace(); err != nil {
		return err
	}
	if o.Log.Dir != "" {
		if err := os.MkdirAll(o.Log.Dir, 0o750); err != nil {
			return fmt.Errorf("--output-dir: %w", err)
		}
	}
	o.Cluster, err = o.Connect()
	return err
}

// validate checks the flags and takes them apart.
func (o *Options) validate() (err error) {
	if o.indexes != "" {
		if o.Log.Indexes, err = job.ParseIndexes(o.indexes); err != nil {
			return fmt.Errorf("--index=%s: %w", o.indexes, err)
		}
	}
	if o.grep != "" {
		if o.Log.Grep, err = regexp.Compile(o.grep); err != nil {
			return fmt.Errorf("--grep: %w", err)
		}
	}
	if o.since > 0 {
		o.Log.Range.Since = o.Clock.Now().Add(-o.since)
	}
	switch {
	case o.tail < -1:
		return fmt.Errorf("--tail=%d: expected 0 or more, or -1 for all", o.tail)
	case o.tail >= 0:
		o.Log.Range.Tail = &o.tail
	}
	return nil
}

// Run prints the logs.
func (o *Options) Run(ctx context.Context) error {
	needed := cluster.ToReadLogs()
	if o.Follow {
		needed = cluster.ToFollow(true)
	}
	if err := o.Cluster.Missing(ctx, o.Namespace, needed...); err != nil {
		return err
	}
	j, err := o.job(ctx)
	if err != nil {
		return err
	}
	if err := o.suits(j); err != nil {
		return err
	}
	if o.Follow {
		return o.follow(ctx, j)
	}
	return o.print(ctx, j)
}

// suits checks the flags against the Job.
func (o *Options) suits(j job.Job) error {
	if o.indexes != "" && j.Spec.Kind() != job.Indexed {
		return fmt.Errorf("--index=%s: job.batch/%s is no Indexed Job (%s)", o.indexes, o.Name, j.Spec.Kind())
	}
	if n := j.Spec.Completions; n != nil && o.Log.Indexes.Within(0, int(*n)-1) < o.Log.Indexes.Len() {
		return fmt.Errorf("--index=%s: job.batch/%s has the indexes 0-%d", o.indexes, o.Name, *n-1)
	}
	var names []string
	for _, c := range slices.Concat(j.Spec.Template.Spec.InitContainers, j.Spec.Template.Spec.Containers) {
		names = append(names, c.Name)
	}
	for _, name := range o.Log.Containers {
		if !slices.Contains(names, name) {
			return fmt.Errorf("--container=%s: expected one of job.batch/%s: %s", name, o.Name, strings.Join(names, ", "))
		}
	}
	return nil
}

// follow passes the logs on until the Job ends.
func (o *Options) follow(ctx context.Context, j job.Job) error {
	watching, cancel := follow.WithTimeout(ctx, o.Clock, o.Timeout)
	defer cancel()
	result, err := follow.Job(watching, j, follow.Options{
		Cluster: o.Cluster, Clock: o.Clock, Notes: term.NewLines(o.ErrOut), Output: term.NewLines(o.Out), Logs: true, Prefix: o.Prefix, Log: o.Log,
	})
	switch {
	case errors.Is(err, follow.ErrTimeout):
		o.note("%s: not finished within %s", o.Name, o.Timeout)
		return exit.Silent(exit.TimedOut)
	case ctx.Err() != nil:
		return exit.Silent(exit.Interrupted(ctx))
	case err != nil:
		return err
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

func (o *Options) note(format string, args ...any) {
	_, _ = fmt.Fprintf(o.ErrOut, format+"\n", args...)
}
