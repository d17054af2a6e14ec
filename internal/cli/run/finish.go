package run

import (
	"context"
	"errors"
	"fmt"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
)

// finishLimit bounds the reads at the end, and then the deletions. They are made even after Ctrl-C.
const finishLimit = 30 * time.Second

// finish prints the Jobs as they are now, if -o asks for it, and deletes them with --rm. What goes wrong
// with one Job does not keep it from the others.
func (o *Options) finish(ctx context.Context, created []*unstructured.Unstructured) error {
	err := o.printLast(ctx, created)
	if o.Remove {
		err = errors.Join(err, o.remove(ctx, created))
	}
	return err
}

// printLast leaves out a Job that is gone.
func (o *Options) printLast(ctx context.Context, created []*unstructured.Unstructured) error {
	if o.Output == "" || o.Output == "name" {
		return nil
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), finishLimit)
	defer cancel()
	var errs []error
	for _, object := range created {
		last, err := o.Cluster.JobObject(ctx, object.GetNamespace(), object.GetName())
		switch {
		case errors.Is(err, cluster.ErrNotFound), err == nil && last.GetUID() != object.GetUID():
			continue
		case err == nil:
			err = o.print(last, o.Out)
		}
		errs = append(errs, exit.Quietly(err))
	}
	return errors.Join(errs...)
}

// remove deletes Jobs, each only if it is still the one that was created, and says so.
func (o *Options) remove(ctx context.Context, created []*unstructured.Unstructured) error {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), finishLimit, fmt.Errorf("no answer within %s", finishLimit))
	defer cancel()
	var errs []error
	for _, object := range created {
		namespace, name := object.GetNamespace(), object.GetName()
		switch err := o.Cluster.DeleteJob(ctx, namespace, name, string(object.GetUID())); {
		case err == nil:
			o.note("job.batch/%s deleted", name)
		case errors.Is(err, cluster.ErrNotFound):
			o.note("job.batch/%s is gone already", name)
		default:
			if ctx.Err() != nil {
				err = context.Cause(ctx)
			}
			errs = append(errs, fmt.Errorf("job.batch/%s could not be deleted (--rm): %w\ndelete it with: kubectl delete job %s -n %s", name, err, name, namespace))
		}
	}
	return errors.Join(errs...)
}
