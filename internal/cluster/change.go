package cluster

import (
	"context"
	"encoding/json"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kubectl-job/kubectl-job/job"
)

// Jobs lists the Jobs of a namespace, or of all for "", that a label selector matches.
func (c *Cluster) Jobs(ctx context.Context, namespace, selector string) ([]job.Job, error) {
	return CollectJobs(ctx, c, Query{Namespace: namespace, Labels: selector}, func(j job.Job, _ int) job.Job { return j })
}

// pageSize is how many objects a list asks for at a time.
const pageSize = 500

// PatchJob changes fields of the Job with this uid. The error is ErrNotFound if there is no such Job; one of the same name
// with another uid is left alone.
func (c *Cluster) PatchJob(ctx context.Context, namespace, name, uid string, spec map[string]any, dryRun bool) (*unstructured.Unstructured, error) {
	return c.patch(ctx, jobs, call{"patch", batchGroup, "jobs", namespace, name}, uid, spec, dryRun)
}

// PatchCronJob is PatchJob for a CronJob.
func (c *Cluster) PatchCronJob(ctx context.Context, namespace, name, uid string, spec map[string]any, dryRun bool) (*unstructured.Unstructured, error) {
	return c.patch(ctx, cronJobs, call{"patch", batchGroup, "cronjobs", namespace, name}, uid, spec, dryRun)
}

func (c *Cluster) patch(ctx context.Context, of schema.GroupVersionResource, did call, uid string, spec map[string]any, dryRun bool) (*unstructured.Unstructured, error) {
	body, err := json.Marshal(map[string]any{"metadata": map[string]any{"uid": uid}, "spec": spec})
	if err != nil {
		return nil, fmt.Errorf("patch of %s: %w", did.object(), err)
	}
	options := metav1.PatchOptions{FieldManager: FieldManager, FieldValidation: metav1.FieldValidationStrict}
	if dryRun {
		options.DryRun = []string{metav1.DryRunAll}
	}
	object, err := c.dynamic.Resource(of).Namespace(did.namespace).Patch(ctx, did.name, types.MergePatchType, body, options)
	if apierrors.IsConflict(err) { // the uid is all that was asked for
		return nil, &Error{kind: ErrNotFound, message: did.object() + " was replaced by another of the same name", cause: err}
	}
	return object, c.failed(err, did)
}
