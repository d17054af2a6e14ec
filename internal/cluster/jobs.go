package cluster

import (
	"context"
	"fmt"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kubectl-job/kubectl-job/job"
)

// FieldManager is the name under which the plugin's writes are recorded in managedFields.
const FieldManager = "kubectl-job"

// CreateJob creates a Job, or with dryRun only asks the API server whether it would. The object goes
// out as it is, so that the server sees, and refuses, fields that this client does not know.
func (c *Cluster) CreateJob(ctx context.Context, object *unstructured.Unstructured, dryRun bool) (*unstructured.Unstructured, error) {
	options := metav1.CreateOptions{FieldManager: FieldManager, FieldValidation: metav1.FieldValidationStrict}
	if dryRun {
		options.DryRun = []string{metav1.DryRunAll}
	}
	created, err := c.dynamic.Resource(jobs).Namespace(object.GetNamespace()).Create(ctx, object, options)
	return created, c.failed(err, call{"create", batchGroup, "jobs", object.GetNamespace(), object.GetName()})
}

// Job reads one Job.
func (c *Cluster) Job(ctx context.Context, namespace, name string) (job.Job, error) {
	j, err := c.typed.BatchV1().Jobs(namespace).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return job.Job{}, c.failed(err, call{"get", batchGroup, "jobs", namespace, name})
	}
	return leanJob(j), nil
}

// Pods lists the Pods of a Job that exist now.
func (c *Cluster) Pods(ctx context.Context, j job.Job) ([]job.Pod, error) {
	selector, err := clientSelector(j.Spec.Selector)
	if err != nil {
		return nil, err
	}
	list, err := c.typed.CoreV1().Pods(j.Metadata.Namespace).List(ctx, metav1.ListOptions{LabelSelector: selector.String()})
	if err != nil {
		return nil, c.failed(err, call{"list", "", "pods", j.Metadata.Namespace, ""})
	}
	var pods []job.Pod
	for i := range list.Items {
		if ownedBy(&list.Items[i], j.Metadata.UID) {
			pods = append(pods, leanPod(&list.Items[i]))
		}
	}
	return pods, nil
}

// JobObject reads one Job with every field that the server has.
func (c *Cluster) JobObject(ctx context.Context, namespace, name string) (*unstructured.Unstructured, error) {
	j, err := c.dynamic.Resource(jobs).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	return j, c.failed(err, call{"get", batchGroup, "jobs", namespace, name})
}

// CronJobObject reads one CronJob with every field that the server has.
func (c *Cluster) CronJobObject(ctx context.Context, namespace, name string) (*unstructured.Unstructured, error) {
	j, err := c.dynamic.Resource(cronJobs).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	return j, c.failed(err, call{"get", batchGroup, "cronjobs", namespace, name})
}

// DeleteJob deletes the Job with this uid and, in the background, its Pods. The error is ErrNotFound if
// there is no such Job; one of the same name with another uid is left alone.
func (c *Cluster) DeleteJob(ctx context.Context, namespace, name, uid string) error {
	return c.DeleteJobAt(ctx, namespace, name, uid, "")
}

// DeleteJobAt is DeleteJob for a Job that has not changed since it had this resourceVersion, unless that is empty. The error
// is ErrNotFound if it was changed or replaced.
func (c *Cluster) DeleteJobAt(ctx context.Context, namespace, name, uid, resourceVersion string) error {
	background := metav1.DeletePropagationBackground
	id := types.UID(uid)
	only := &metav1.Preconditions{UID: &id}
	if resourceVersion != "" {
		only.ResourceVersion = &resourceVersion
	}
	err := c.typed.BatchV1().Jobs(namespace).Delete(ctx, name, metav1.DeleteOptions{PropagationPolicy: &background, Preconditions: only})
	did := call{"delete", batchGroup, "jobs", namespace, name}
	if apierrors.IsConflict(err) { // what was asked for is all that can conflict
		return &Error{kind: ErrNotFound, message: did.object() + " was changed meanwhile, or replaced by another of the same name", cause: err}
	}
	return c.failed(err, did)
}

// JobNames lists the names of the Jobs in a namespace, for shell completion.
func (c *Cluster) JobNames(ctx context.Context, namespace string) ([]string, error) {
	list, err := c.typed.BatchV1().Jobs(namespace).List(ctx, metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	var names []string
	for _, j := range list.Items {
		names = append(names, j.Name)
	}
	return names, nil
}

// CronJobNames lists the names of the CronJobs in a namespace, for shell completion.
func (c *Cluster) CronJobNames(ctx context.Context, namespace string) ([]string, error) {
	list, err := c.typed.BatchV1().CronJobs(namespace).List(ctx, metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return nil, fmt.Errorf("list cronjobs: %w", err)
	}
	var names []string
	for _, j := range list.Items {
		names = append(names, j.Name)
	}
	return names, nil
}

// NamespaceNames lists the namespaces, for shell completion.
func (c *Cluster) NamespaceNames(ctx context.Context) ([]string, error) {
	list, err := c.typed.CoreV1().Namespaces().List(ctx, metav1.ListOptions{ResourceVersion: "0"})
	if err != nil {
		return nil, fmt.Errorf("list namespaces: %w", err)
	}
	var names []string
	for _, n := range list.Items {
		names = append(names, n.Name)
	}
	return names, nil
}
