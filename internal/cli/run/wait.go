package run

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/term"
)

// deleteLimit bounds the deletion at the end, which goes on after Ctrl-C.
const deleteLimit = 30 * time.Second

// wait follows the created Jobs side by side until all have ended.
func (o *Options) wait(ctx context.Context, created []*unstructured.Unstructured) error {
	waiting, cancel := follow.WithTimeout(ctx, o.Timeout)
	defer cancel()

	options := follow.Options{
		Cluster: o.Cluster, Clock: o.Clock, Logs: o.Logs, Prefix: o.Prefix,
		Notes: term.NewLines(o.ErrOut), Output: term.NewLines(o.Out),
	}
	results := make([]follow.Result, len(created))
	errs := make([]error, len(created))
	var all sync.WaitGroup
	for i, object := range created {
		all.Go(func() { results[i], errs[i] = o.follow(waiting, object, options) })
	}
	all.Wait()

	var first error
	for i, object := range created {
		if err := o.outcome(ctx, object, results[i], errs[i]); err != nil && first == nil {
			first = err
		}
	}
	return errors.Join(first, o.finish(ctx, created))
}

// outcome is the error that tells how following one Job ended.
func (o *Options) outcome(ctx context.Context, object *unstructured.Unstructured, result follow.Result, err error) error {
	switch {
	case err == nil:
		return exit.Silent(result.Code)
	case errors.Is(err, follow.ErrTimeout):
		o.note("%s: not finished within %s; %s", object.GetName(), o.Timeout, o.afterwards(object))
		return exit.Silent(exit.TimedOut)
	case ctx.Err() != nil:
		o.note("%s: interrupted; %s", object.GetName(), o.afterwards(object))
		return exit.Silent(exit.Interrupt)
	default:
		return err
	}
}

// afterwards says what becomes of a Job that is no longer waited for.
func (o *Options) afterwards(object *unstructured.Unstructured) string {
	if o.Remove {
		return "deleting the Job (--rm)"
	}
	return fmt.Sprintf("the Job goes on. Come back to it with: kubectl job watch %s -n %s", object.GetName(), object.GetNamespace())
}

func (o *Options) follow(ctx context.Context, object *unstructured.Unstructured, options follow.Options) (follow.Result, error) {
	j, err := o.Cluster.Job(ctx, object.GetNamespace(), object.GetName())
	if err != nil {
		return follow.Result{}, errors.Join(context.Cause(ctx), err)
	}
	return follow.Job(ctx, j, options)
}

// finish prints the Jobs as they are now, if -o asks for it, and deletes them with --rm.
func (o *Options) finish(ctx context.Context, created []*unstructured.Unstructured) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), deleteLimit)
	defer cancel()
	for _, object := range created {
		if o.Output != "" && o.Output != "name" {
			last, err := o.Cluster.JobObject(ctx, object.GetNamespace(), object.GetName())
			if err != nil {
				return err
			}
			if err := o.print(last, o.Out); err != nil {
				return err
			}
		}
		if !o.Remove {
			continue
		}
		if err := o.Cluster.DeleteJob(ctx, object.GetNamespace(), object.GetName(), string(object.GetUID())); err != nil {
			return fmt.Errorf("the Job could not be deleted: %w", err)
		}
		o.note("job.batch/%s deleted", object.GetName())
	}
	return nil
}
