// Package change holds the commands that change a Job or CronJob in place: suspend, resume and scale.
package change

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/printers"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
)

// Options are what the commands have in common.
type Options struct {
	env.Env
	Cluster   *cluster.Cluster
	Namespace string
	Printer   printers.ResourcePrinter
	DryRun    arg.DryRun

	printing *genericclioptions.PrintFlags
	silent   bool // -o asks for objects, not for words
}

func newOptions(e env.Env, done string) *Options {
	return &Options{Env: e, printing: genericclioptions.NewPrintFlags(done), DryRun: arg.DryRunNone}
}

func (o *Options) addFlags(cmd *cobra.Command) {
	arg.AddDryRun(cmd, &o.DryRun)
	o.printing.AddFlags(cmd)
	if err := cmd.RegisterFlagCompletionFunc("output", cobra.FixedCompletions(o.printing.AllowedFormats(), cobra.ShellCompDirectiveNoFileComp)); err != nil {
		panic(err) // only for a flag that does not exist
	}
}

func (o *Options) complete() (err error) {
	if o.Namespace, _, err = o.Env.Namespace(); err != nil {
		return err
	}
	o.silent = *o.printing.OutputFormat != ""
	if o.Printer, err = o.DryRun.Printer(o.printing); err != nil {
		return err
	}
	o.Cluster, err = o.Connect()
	return err
}

// target is one object to change.
type target struct {
	kind   arg.Kind
	object *unstructured.Unstructured
}

func (t target) String() string { return string(t.kind) + ".batch/" + t.object.GetName() }

// read gets the object that an argument names.
func (o *Options) read(ctx context.Context, named arg.Object) (target, error) {
	if named.Kind == arg.CronJob {
		object, err := o.Cluster.CronJobObject(ctx, o.Namespace, named.Name)
		return target{arg.CronJob, object}, err
	}
	object, err := o.Cluster.JobObject(ctx, o.Namespace, named.Name)
	return target{arg.Job, object}, err
}

// apply sets fields of an object's spec and prints what it is then.
func (o *Options) apply(ctx context.Context, t target, spec map[string]any) error {
	if o.DryRun == arg.DryRunClient {
		changed := t.object.DeepCopy()
		for field, value := range spec {
			if err := unstructured.SetNestedField(changed.Object, value, "spec", field); err != nil {
				return fmt.Errorf("%s: %w", t, err)
			}
		}
		return o.print(changed)
	}
	patch := o.Cluster.PatchJob
	if t.kind == arg.CronJob {
		patch = o.Cluster.PatchCronJob
	}
	changed, err := patch(ctx, t.object.GetNamespace(), t.object.GetName(), string(t.object.GetUID()), spec, o.DryRun == arg.DryRunServer)
	if err != nil {
		return err
	}
	return o.print(changed)
}

func (o *Options) print(object *unstructured.Unstructured) error {
	return printTo(o.Printer, object, o.Out)
}

func printTo(p printers.ResourcePrinter, object *unstructured.Unstructured, w io.Writer) error {
	if err := p.PrintObj(object, w); err != nil {
		return fmt.Errorf("print %s: %w", object.GetName(), err)
	}
	return nil
}

// note says something beside the objects.
func (o *Options) note(format string, args ...any) {
	_, _ = fmt.Fprintf(o.ErrOut, format+"\n", args...)
}

// each does the same with several objects: what fails with one does not keep it from the others.
func each[T any](list []T, do func(T) error) error {
	var errs []error
	for _, item := range list {
		errs = append(errs, do(item))
	}
	return errors.Join(errs...)
}
