package run

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/jobspec"
)

// create creates the Jobs. Of several, none is created unless the API server would take them all; if
// one is refused all the same, it returns those that were created before it, too.
func (o *Options) create(ctx context.Context, jobs []wanted) ([]*unstructured.Unstructured, error) {
	if err := distinct(jobs); err != nil {
		return nil, err
	}
	if err := o.rehearse(ctx, jobs); err != nil {
		return nil, err
	}
	var created []*unstructured.Unstructured
	for _, j := range jobs {
		if ctx.Err() != nil {
			return created, context.Cause(ctx)
		}
		// Ctrl-C waits for the answer, so that it is known whether the Job exists.
		made, err := o.Cluster.CreateJob(context.WithoutCancel(ctx), j.Unstructured, o.DryRun == arg.DryRunServer)
		if err != nil {
			return created, o.explain(ctx, j, err)
		}
		created = append(created, made)
		if err := o.announce(made); err != nil {
			return created, err
		}
	}
	return created, nil
}

// rehearse asks the API server whether it would take each of several Jobs.
func (o *Options) rehearse(ctx context.Context, jobs []wanted) error {
	if len(jobs) < 2 {
		return nil
	}
	for _, j := range jobs {
		_, err := o.Cluster.CreateJob(ctx, j.Unstructured, true)
		if err != nil && !strings.Contains(err.Error(), "does not support dry run") {
			return fmt.Errorf("%w\nnone of the %d Jobs was created", o.explain(ctx, j, err), len(jobs))
		}
	}
	return nil
}

// distinct finds Jobs that would take each other's name, which no dry run shows.
func distinct(jobs []wanted) error {
	seen := map[string]wanted{}
	for _, j := range jobs {
		key := j.GetNamespace() + "/" + j.GetName()
		if first, ok := seen[key]; ok && j.GetName() != "" {
			return fmt.Errorf("two of the Jobs have the same name, %s in namespace %q: one in %s, the other in %s\nnone of the %d Jobs was created",
				j.GetName(), j.GetNamespace(), first.source, j.source, len(jobs))
		}
		seen[key] = j
	}
	return nil
}

// abandon ends after not all of the Jobs could be created, or be told of: with --rm it deletes those that
// were created, else it names them.
func (o *Options) abandon(ctx context.Context, created []*unstructured.Unstructured, err error) error {
	quiet := exit.Quietly(err)
	switch {
	case o.DryRun != arg.DryRunNone || len(created) == 0:
		return err
	case o.Remove:
		return errors.Join(quiet, o.remove(ctx, created))
	case exit.IsUnread(err):
		for _, object := range created {
			o.note("%s: nobody reads standard output any more; %s", object.GetName(), o.afterwards(object))
		}
		return quiet
	}
	var names []string
	for _, object := range created {
		names = append(names, "job.batch/"+object.GetName())
	}
	return fmt.Errorf("%w\ncreated before that: %s", err, strings.Join(names, ", "))
}

// explain adds to "already exists" whether the Job there is the same, how it stands, and what to do.
func (o *Options) explain(ctx context.Context, j wanted, err error) error {
	err = j.located(err)
	if !errors.Is(err, cluster.ErrAlreadyExists) || o.Once != "" {
		return err
	}
	namespace, name := j.GetNamespace(), j.GetName()
	there, readErr := o.Cluster.JobObject(ctx, namespace, name)
	state, stateErr := o.Cluster.Job(ctx, namespace, name)
	if readErr != nil || stateErr != nil {
		return err // the first error is the one that matters
	}
	return fmt.Errorf("%w (%s), %s; either\n"+
		"  create this one under a name of its own:  add --generate-name\n"+
		"  run the existing one again:               kubectl job rerun %s -n %s\n"+
		"  look at the existing one:                 kubectl job watch %s -n %s",
		err, state.State(), o.compare(ctx, j.Unstructured, there), name, namespace, name, namespace)
}

const sameSpec = "with the same spec"

// compare asks the server for the defaults of the new Job, so that only real differences count.
func (o *Options) compare(ctx context.Context, object, there *unstructured.Unstructured) string {
	trial := object.DeepCopy()
	jobspec.Rename(trial, jobspec.Generated(object.GetName()))
	defaulted, err := o.Cluster.CreateJob(ctx, trial, true)
	if err != nil {
		return "and this one would be refused under any name"
	}
	differences := jobspec.Differences(there, defaulted)
	const most = 5
	switch {
	case len(differences) == 0:
		return sameSpec
	case len(differences) > most:
		return fmt.Sprintf("with another spec: %s and %d more fields differ", strings.Join(differences[:most], ", "), len(differences)-most)
	default:
		return fmt.Sprintf("with another spec: different in %s", strings.Join(differences, ", "))
	}
}
