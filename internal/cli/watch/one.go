package watch

import (
	"context"
	"errors"
	"fmt"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
	"github.com/kubectl-job/kubectl-job/job"
)

// one follows one Job; ctx has no time-out, watching has.
func (o *Options) one(ctx, watching context.Context) error {
	j, err := o.job(ctx, o.Names[0])
	if err != nil {
		return err
	}
	options, story := o.followOptions()
	if !options.JSON {
		if err := options.Say(j, j.Spec.KindSentence()); err != nil {
			return fmt.Errorf("write: %w", err)
		}
		if j.Finished() {
			options.Notes = silenced() // the summary says it all
		}
	}
	result, err := follow.Job(watching, j, options)
	return o.outcome(ctx, story, result, err)
}

// outcome sums the Job up, unless the following was interrupted or failed.
func (o *Options) outcome(ctx context.Context, story *term.Lines, result follow.Result, err error) error {
	switch {
	case err == nil:
	case errors.Is(err, follow.ErrTimeout):
		o.late(story, result)
		result.Code = exit.TimedOut
	case ctx.Err() != nil:
		name := o.Names[0]
		_, _ = fmt.Fprintf(o.ErrOut, "%s: interrupted; the Job goes on. Come back to it with: kubectl job watch %s -n %s\n", name, name, o.Namespace)
		return exit.Silent(exit.Interrupted(ctx))
	default:
		return err
	}
	if o.Output == "" {
		if err := follow.Summarize(story, result, o.Clock.Now()); err != nil {
			return fmt.Errorf("write: %w", err)
		}
	}
	return exit.Silent(result.Code)
}

// late tells that the time was not enough for a Job.
func (o *Options) late(story *term.Lines, result follow.Result) {
	options, _ := o.followOptions()
	options.Notes, options.Stamps = story, false
	follow.Late(options, result, o.Timeout)
}

// job reads the Job; if it is not there, perhaps its namespace is not either.
func (o *Options) job(ctx context.Context, name string) (job.Job, error) {
	j, err := o.Cluster.Job(ctx, o.Namespace, name)
	if errors.Is(err, cluster.ErrNotFound) {
		if missing := o.Cluster.NamespaceMissing(ctx, o.Namespace); missing != nil {
			return job.Job{}, missing
		}
	}
	return j, err
}
