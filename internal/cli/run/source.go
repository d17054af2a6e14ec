package run

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/resource"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/jobspec"
)

// wanted is a Job that is to be created, and the file it comes from, if it comes from one.
type wanted struct {
	*unstructured.Unstructured
	source string
}

// located adds to an error where its Job comes from.
func (w wanted) located(err error) error {
	if err == nil || w.source == "" {
		return err
	}
	return fmt.Errorf("%s: %w", w.source, err)
}

// jobs makes the Jobs that are to be created, from wherever they come.
func (o *Options) jobs(ctx context.Context) ([]wanted, error) {
	var object *unstructured.Unstructured
	var err error
	switch {
	case o.fromFiles():
		return o.jobsFromFiles()
	case o.From != "":
		object, err = o.jobFrom(ctx)
	default:
		object, err = jobspec.New(o.Namespace, o.name(o.Name), o.Changes)
	}
	if err != nil {
		return nil, err
	}
	o.nameOnce(object)
	return []wanted{{Unstructured: object}}, nil
}

func (o *Options) name(given string) jobspec.Name {
	if o.GenerateName {
		return jobspec.Generated(given)
	}
	return jobspec.Name{Name: given}
}

func (o *Options) jobFrom(ctx context.Context) (*unstructured.Unstructured, error) {
	from, _ := arg.ParseObject(o.From) // valid, as checked before
	name := o.name(o.Name)
	if o.Name == "" {
		name = jobspec.Generated(from.Name)
	}
	if o.again.replace {
		name = jobspec.Name{Name: from.Name}
	}
	var object *unstructured.Unstructured
	if from.Kind == arg.CronJob {
		cronJob, err := o.Cluster.CronJobObject(ctx, o.Namespace, from.Name)
		if err != nil {
			return nil, err
		}
		if object, err = jobspec.FromCronJob(cronJob, name); err != nil {
			return nil, err
		}
	} else {
		job, err := o.Cluster.JobObject(ctx, o.Namespace, from.Name)
		if err != nil {
			return nil, err
		}
		if object, err = jobspec.FromJob(job, name); err != nil {
			return nil, err
		}
		if err := o.again.adapt(o, object, job); err != nil {
			return nil, err
		}
	}
	if err := jobspec.Apply(object, o.Changes); err != nil {
		return nil, fmt.Errorf("%s: %w", o.From, err)
	}
	return object, nil
}

func (o *Options) jobsFromFiles() ([]wanted, error) {
	infos, err := resource.NewLocalBuilder().
		Unstructured().
		NamespaceParam(o.Namespace).DefaultNamespace().
		FilenameParam(o.EnforceNamespace, &o.Files).
		Flatten().
		Do().Infos()
	if err != nil {
		return nil, fmt.Errorf("read manifests: %w", withoutContent(err))
	}
	var jobs []wanted
	var others []string
	for _, info := range infos {
		object, ok := info.Object.(*unstructured.Unstructured)
		if !ok {
			continue
		}
		if gvk := object.GroupVersionKind(); gvk.Group != "batch" || gvk.Kind != "Job" {
			others = append(others, fmt.Sprintf("%s/%s (%s)", gvk.Kind, object.GetName(), info.Source))
			continue
		}
		if object.GetNamespace() == "" { // the builder sees to it only where it knows the cluster's resources
			object.SetNamespace(o.Namespace)
		}
		if o.GenerateName && object.GetName() != "" {
			jobspec.Rename(object, jobspec.Generated(object.GetName()))
		}
		jobs = append(jobs, wanted{object, info.Source})
	}
	if len(jobs) == 0 {
		return nil, noJob(others)
	}
	if len(jobs) > 1 && o.Once != "" {
		return nil, fmt.Errorf("--once goes with one Job; the files hold %d", len(jobs))
	}
	o.nameOnce(jobs[0].Unstructured)
	if len(jobs) > 1 && o.changed {
		return nil, fmt.Errorf("flags that set fields of the Job go with one Job; the files hold %d", len(jobs))
	}
	for _, other := range others {
		o.note("not created, because run creates Jobs only: %s", other)
	}
	return jobs, o.change(jobs)
}

var content = regexp.MustCompile(`(?s) is missing in '.*'`)

// withoutContent leaves out the manifest that the message about a missing kind or apiVersion repeats: it may
// hold secrets.
func withoutContent(err error) error {
	text := content.ReplaceAllString(err.Error(), " is missing")
	if text == err.Error() {
		return err
	}
	return errors.New(text)
}

func (o *Options) change(jobs []wanted) error {
	if !o.changed {
		return nil
	}
	return jobs[0].located(jobspec.Apply(jobs[0].Unstructured, o.Changes))
}

func noJob(others []string) error {
	if len(others) == 0 {
		return fmt.Errorf("no Job in the given files: expected apiVersion batch/v1, kind Job")
	}
	hint := ""
	for _, other := range others {
		if strings.HasPrefix(other, "CronJob/") {
			hint = "; to run a CronJob of the cluster now: kubectl job run --from=cronjob/NAME"
		}
	}
	return fmt.Errorf("no Job in the given files, only %s: expected apiVersion batch/v1, kind Job%s", strings.Join(others, ", "), hint)
}
