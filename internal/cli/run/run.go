// Package run creates Jobs, and on request stays with them until they end.
package run

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/printers"
	"k8s.io/cli-runtime/pkg/resource"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/jobspec"
)

// Options are what run does, after its flags and surroundings were read.
type Options struct {
	env.Env
	Cluster *cluster.Cluster
	Printer printers.ResourcePrinter

	Namespace        string
	EnforceNamespace bool

	Name         string
	From         string
	Files        resource.FilenameOptions
	GenerateName bool
	Once         string // the KEY of --once
	again        again
	Changes      jobspec.Changes
	changed      bool // whether Changes holds any

	NoLint  bool
	DryRun  arg.DryRun
	Output  string // -o
	Wait    bool
	Logs    bool
	Prefix  bool
	Remove  bool
	Timeout time.Duration
}

func (o *Options) fromFiles() bool {
	return len(o.Files.Filenames) > 0 || o.Files.Kustomize != ""
}

// Validate checks what can be checked without a cluster.
func (o *Options) Validate() error {
	switch {
	case o.DryRun.Validate() != nil:
		return o.DryRun.Validate()
	case o.DryRun != arg.DryRunNone && o.Wait:
		return errors.New("with --dry-run there is no Job to wait for: leave out --wait, --logs, --rm and --timeout")
	case o.Logs && o.Output != "" && o.Output != "name":
		return fmt.Errorf("--logs and -o %s would both write to standard output: choose one", o.Output)
	case o.Once != "":
		if err := o.validateOnce(); err != nil {
			return err
		}
	}
	switch {
	case o.fromFiles() && o.From != "":
		return errors.New("choose one of --from and -f or -k")
	case o.fromFiles() && o.Name != "":
		return errors.New("with -f and -k the manifests name the Jobs: leave out NAME")
	case o.fromFiles():
		return o.Files.RequireFilenameOrKustomize()
	case o.From != "":
		return o.validateFrom()
	case o.Name == "" && o.Once == "":
		return errors.New("expected NAME and --image, -f FILE, or --from=cronjob/NAME; see kubectl job run --help")
	case o.Changes.Image == "":
		return fmt.Errorf("an image is needed to run %s: --image=IMAGE", cmp.Or(o.Name, o.Once))
	case o.Changes.Indexed && o.Changes.Completions == nil:
		return errors.New("--indexed needs --completions: how many indexes there are")
	}
	return nil
}

func (o *Options) validateFrom() error {
	if from, ok := arg.ParseObject(o.From); !ok || from.Kind == "" {
		return fmt.Errorf("--from=%s: expected cronjob/NAME or job/NAME", o.From)
	}
	return nil
}

func (o *Options) complete(printing *genericclioptions.PrintFlags) (err error) {
	if o.Namespace, o.EnforceNamespace, err = o.Env.Namespace(); err != nil {
		return err
	}
	if o.Printer, err = o.DryRun.Printer(printing); err != nil {
		return err
	}
	if o.DryRun == arg.DryRunClient && o.From == "" {
		return nil // needs no cluster
	}
	o.Cluster, err = o.Connect()
	return err
}

// Run creates the Jobs and does what else was asked for.
func (o *Options) Run(ctx context.Context) error {
	jobs, err := o.jobs(ctx)
	if err != nil {
		return err
	}
	if err := o.check(ctx, jobs); err != nil {
		return err
	}
	if o.DryRun == arg.DryRunClient {
		return o.printManifests(jobs)
	}
	if err := o.permitted(ctx, jobs); err != nil {
		return err
	}
	created, err := o.make(ctx, jobs)
	if err != nil {
		return o.abandon(ctx, created, err)
	}
	if !o.Wait {
		return nil
	}
	return o.wait(ctx, created)
}

// make creates the Jobs in the way that was asked for.
func (o *Options) make(ctx context.Context, jobs []wanted) ([]*unstructured.Unstructured, error) {
	switch {
	case o.Once != "":
		return o.createOnce(ctx, jobs[0])
	case o.again.replace:
		return o.replace(ctx, jobs[0])
	default:
		return o.create(ctx, jobs)
	}
}

// printManifests leaves the namespace out where nobody named one, so that the manifest fits any.
func (o *Options) printManifests(jobs []wanted) error {
	for _, j := range jobs {
		if !o.fromFiles() && !o.EnforceNamespace {
			j.SetNamespace("")
		}
		if o.Output == "" && j.GetName() == "" { // else the printer says <unknown>
			j.SetName(j.GetGenerateName() + "xxxxx")
		}
		if err := o.print(j.Unstructured, o.Out); err != nil {
			return err
		}
	}
	return nil
}

// permitted asks before anything is created whether the caller may do all that was asked for.
func (o *Options) permitted(ctx context.Context, jobs []wanted) error {
	needed := []cluster.Permission{cluster.CreateJobs}
	if o.Wait {
		needed = append(needed, cluster.ToFollow(o.Logs)...)
	}
	if o.Remove || o.again.replace {
		needed = append(needed, cluster.DeleteJobs)
	}
	asked := map[string]bool{}
	for _, j := range jobs {
		namespace := j.GetNamespace()
		if asked[namespace] {
			continue
		}
		asked[namespace] = true
		if err := o.Cluster.Missing(ctx, namespace, needed...); err != nil {
			return fmt.Errorf("nothing was created: %w", err)
		}
	}
	return nil
}

// announce says that a Job was created: on standard output, unless the logs go there.
func (o *Options) announce(object *unstructured.Unstructured) error {
	switch {
	case o.Wait && o.Output != "" && o.Output != "name":
		return nil // printed at the end, as it is then
	case o.Logs && o.Output == "":
		return o.print(object, o.ErrOut)
	default:
		return o.print(object, o.Out)
	}
}

// print goes by way of a buffer, because not every printer tells when it could not write.
func (o *Options) print(object *unstructured.Unstructured, w io.Writer) error {
	var text bytes.Buffer
	err := o.Printer.PrintObj(object, &text)
	if err == nil {
		_, err = text.WriteTo(w)
	}
	if err != nil {
		return fmt.Errorf("print job.batch/%s: %w", object.GetName(), err)
	}
	return nil
}

func (o *Options) note(format string, args ...any) {
	_, _ = fmt.Fprintf(o.ErrOut, format+"\n", args...)
}
