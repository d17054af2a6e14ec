package run

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/jobspec"
	"github.com/kubectl-job/kubectl-job/job"
)

// again is what only rerun does.
type again struct {
	failedIndexes bool
	replace       bool
	includeActive bool

	old *job.Job // that is replaced
}

// NewRerunCommand makes "kubectl job rerun", which is "run --from=job/NAME" by a shorter name, and more.
func NewRerunCommand(e env.Env) *cobra.Command {
	f := newFlags(e)
	f.files = nil
	cmd := &cobra.Command{
		Use:   "rerun NAME [flags] [-- COMMAND [ARG]...]",
		Short: "Run a Job of the cluster again, as a new Job",
		Long: `Create a new Job like one that is in the cluster, under a new name (NAME-xxxxx) and without
what the cluster added to it. Fields that you give are replaced. The old Job stays as it is.

With --replace the old Job and its Pods are deleted first, and the new one gets its name. A Job that
still runs is left alone, unless --include-active is given. Nothing is deleted before the API server
has said that it would take the new Job.

With --failed-indexes an Indexed Job runs again with only the indexes that failed. For Kubernetes the
Pods of the new Job have new indexes, from 0; a shell before the program (the image needs one) sets
JOB_COMPLETION_INDEX to the index that failed. The names and hostnames of the Pods, and the annotation
batch.kubernetes.io/job-completion-index, have the new one. Where a program would get a wrong index,
nothing is created, and the reason is told.

` + exit.Help,
		Example: `  # Run the Job pi again and see its output
  kubectl job rerun pi --wait --logs

  # Run it again with more memory, under its own name
  kubectl job rerun pi --replace --limits=memory=2Gi --requests=memory=2Gi

  # Run the indexes that failed once more
  kubectl job rerun shards --failed-indexes --wait`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     e.CompleteJobs(1),
	}
	cmd.Flags().BoolVar(&f.again.failedIndexes, "failed-indexes", false, "Run only the indexes of an Indexed Job that failed")
	cmd.Flags().BoolVar(&f.again.replace, "replace", false, "Delete the old Job with its Pods and their logs, and take its name")
	cmd.Flags().BoolVar(&f.again.includeActive, "include-active", false, "With --replace: also delete a Job that has not finished")
	f.addCommon(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		names, command := splitArgs(cmd, args)
		name, err := arg.OneJob(names)
		if err != nil {
			return err
		}
		if f.again.includeActive && !f.again.replace {
			return errors.New("--include-active goes with --replace")
		}
		f.from = arg.Object{Kind: arg.Job, Name: name}.String()
		o, err := f.build(cmd, nil, command)
		if err != nil {
			return err
		}
		return o.Run(cmd.Context())
	}
	return cmd
}

// NewTriggerCommand makes "kubectl job trigger", which is "run --from=cronjob/NAME" by a shorter name.
func NewTriggerCommand(e env.Env) *cobra.Command {
	f := newFlags(e)
	f.files = nil
	cmd := &cobra.Command{
		Use:   "trigger CRONJOB [flags] [-- COMMAND [ARG]...]",
		Short: "Run a CronJob now",
		Long: `Create the Job that a CronJob would create now, under a name of its own (CRONJOB-xxxxx). The Job
belongs to the CronJob and is marked as kubectl create job --from marks it, so that it counts for the
history limits. It runs also if the CronJob is suspended, and whatever its concurrencyPolicy is: for
that, only the Jobs that the CronJob itself starts count.

` + exit.Help,
		Example: `  # Run the CronJob backup now and wait for the result
  kubectl job trigger backup --wait

  # Run it with one more variable and see its output
  kubectl job trigger backup --env=FULL=yes --logs`,
		DisableFlagsInUseLine: true,
		ValidArgsFunction:     e.CompleteCronJobs(1),
	}
	f.addCommon(cmd)
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		names, command := splitArgs(cmd, args)
		name, err := arg.OneCronJob(names)
		if err != nil {
			return err
		}
		f.from = arg.Object{Kind: arg.CronJob, Name: name}.String()
		o, err := f.build(cmd, nil, command)
		if err != nil {
			return err
		}
		return o.Run(cmd.Context())
	}
	return cmd
}

// adapt makes of a copy of a Job what rerun was asked for.
func (a *again) adapt(o *Options, object, from *unstructured.Unstructured) error {
	if !a.replace && !a.failedIndexes {
		return nil
	}
	old, err := jobspec.Lean(from)
	if err != nil {
		return err
	}
	if a.replace {
		if !old.Finished() && !a.includeActive {
			return fmt.Errorf("job.batch/%s has not finished (%s): --replace would stop it; add --include-active if that is meant", old.Metadata.Name, old.State())
		}
		a.old = &old
		object.SetOwnerReferences(from.GetOwnerReferences()) // it takes the place of the old one
	}
	if a.failedIndexes {
		return a.onlyFailed(o, object, old)
	}
	return nil
}

func (a *again) onlyFailed(o *Options, object *unstructured.Unstructured, old job.Job) error {
	name, failed := old.Metadata.Name, old.FailedIndexes()
	switch {
	case old.Spec.Kind() != job.Indexed:
		return fmt.Errorf("job.batch/%s is no Indexed Job (%s): it has no indexes", name, old.Spec.Kind())
	case failed.Len() == 0 && !old.Finished():
		return fmt.Errorf("job.batch/%s has not finished (%s), and no index has failed for good so far", name, old.State())
	case failed.Len() == 0:
		return fmt.Errorf("job.batch/%s has no index that failed: %s succeeded", name, old.CompletedIndexes())
	}
	if o.Changes.Command != nil || o.Changes.Args != nil { // they are of the program, not of the shell before it
		if err := jobspec.Apply(object, jobspec.Changes{Container: o.Changes.Container, Command: o.Changes.Command, Args: o.Changes.Args}); err != nil {
			return err
		}
		o.Changes.Command, o.Changes.Args = nil, nil
	}
	if err := jobspec.OnlyIndexes(object, failed); err != nil {
		return fmt.Errorf("job.batch/%s: %w", name, err)
	}
	o.note("%d of its %d indexes failed: %s; programs get these in JOB_COMPLETION_INDEX, everything else counts from 0", failed.Len(), *old.Spec.Completions, failed)
	return nil
}

// replace deletes the old Job and creates the new one under its name.
func (o *Options) replace(ctx context.Context, w wanted) ([]*unstructured.Unstructured, error) {
	trial := w.DeepCopy()
	jobspec.Rename(trial, jobspec.Generated(w.GetName()))
	rehearsed, err := o.Cluster.CreateJob(ctx, trial, true)
	if err != nil {
		return nil, fmt.Errorf("%w\nnothing was deleted", err)
	}
	if o.DryRun == arg.DryRunServer {
		jobspec.Rename(rehearsed, jobspec.Name{Name: w.GetName()})
		return []*unstructured.Unstructured{rehearsed}, o.announce(rehearsed)
	}
	if err := o.deleteOld(ctx, *o.again.old); err != nil {
		return nil, err
	}
	// From here on there has to be a new Job, whatever happens.
	made, err := o.Cluster.CreateJob(context.WithoutCancel(ctx), w.Unstructured, false)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("the old Job was deleted, but: %w", err), o.save(w.Unstructured))
	}
	return []*unstructured.Unstructured{made}, o.announce(made)
}

// deleteOld deletes the Job as it was read, and waits until its name is free.
func (o *Options) deleteOld(ctx context.Context, old job.Job) error {
	at := old.Metadata.ResourceVersion
	if o.again.includeActive {
		at = "" // the controller changes it all the time
	}
	watching, stop := context.WithCancel(ctx)
	defer stop()
	updates, err := o.Cluster.Watch(watching, old)
	if err != nil {
		return err
	}
	err = o.Cluster.DeleteJobAt(ctx, old.Metadata.Namespace, old.Metadata.Name, old.Metadata.UID, at)
	switch {
	case errors.Is(err, cluster.ErrNotFound):
		return fmt.Errorf("%w; nothing was created", err)
	case err != nil:
		return err
	}
	o.note("job.batch/%s deleted", old.Metadata.Name)
	for {
		select {
		case <-ctx.Done():
			return fmt.Errorf("the old Job is being deleted, the new one was not created: %w", context.Cause(ctx))
		case u, open := <-updates:
			if !open || u.JobGone {
				return nil
			}
		}
	}
}

// save keeps the manifest of a Job that could not be created after its predecessor was deleted.
func (o *Options) save(object *unstructured.Unstructured) error {
	text, err := yaml.Marshal(object.Object)
	if err != nil {
		return fmt.Errorf("write its manifest: %w", err)
	}
	file, err := os.CreateTemp("", object.GetName()+"-*.yaml") // readable by nobody else: it may hold secrets
	if err != nil {
		return fmt.Errorf("keep its manifest: %w", err)
	}
	if _, err = file.Write(text); err == nil {
		err = file.Close()
	}
	if err != nil {
		return fmt.Errorf("keep its manifest: %w", err)
	}
	return fmt.Errorf("its manifest was kept; try again with: kubectl create -f %s", file.Name())
}
