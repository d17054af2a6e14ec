package cluster

import (
	"context"
	"errors"
	"fmt"
	"strings"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-job/kubectl-job/job"
)

// Query chooses objects; empty fields choose all.
type Query struct {
	Namespace, Labels, Fields string
}

func (q Query) options() metav1.ListOptions {
	return metav1.ListOptions{LabelSelector: q.Labels, FieldSelector: q.Fields, Limit: pageSize}
}

// CollectJobs lists Jobs page by page and keeps of each what read makes of it, so that memory holds one page of Jobs only. size
// is how many bytes the API server stores for the Job.
func CollectJobs[T any](ctx context.Context, c *Cluster, q Query, read func(j job.Job, size int) T) ([]T, error) {
	var all []T
	err := c.pages(q, "jobs", func() { all = nil }, func(options metav1.ListOptions) (string, error) {
		list, err := c.typed.BatchV1().Jobs(q.Namespace).List(ctx, options)
		if err != nil {
			return "", err //nolint:wrapcheck // the caller does
		}
		for i := range list.Items {
			all = append(all, read(leanJob(&list.Items[i]), list.Items[i].Size()))
		}
		return list.Continue, nil
	})
	return all, err
}

// CollectPods lists Pods that are or were a Job's as CollectJobs lists Jobs, and keeps those that read wants.
func CollectPods[T any](ctx context.Context, c *Cluster, q Query, read func(p job.Pod, size int) (T, bool)) ([]T, error) {
	var all []T
	q = q.ofJobs()
	err := c.pages(q, pods.Resource, func() { all = nil }, func(options metav1.ListOptions) (string, error) {
		list, err := c.typed.CoreV1().Pods(q.Namespace).List(ctx, options)
		if err != nil {
			return "", err //nolint:wrapcheck // the caller does
		}
		for i := range list.Items {
			if kept, ok := read(leanPod(&list.Items[i]), list.Items[i].Size()); ok {
				all = append(all, kept)
			}
		}
		return list.Continue, nil
	})
	return all, err
}

// ofJobs narrows a query for Pods down to those of Jobs.
func (q Query) ofJobs() Query {
	q.Labels = strings.TrimPrefix(q.Labels+","+jobName, ",")
	return q
}

// pages asks for one page after the other; when the cluster no longer has the rest, it begins anew.
func (c *Cluster) pages(q Query, resource string, begin func(), page func(metav1.ListOptions) (next string, err error)) error {
	group := ""
	if resource == jobs.Resource || resource == cronJobs.Resource {
		group = batchGroup
	}
	options := q.options()
	for {
		next, err := page(options)
		switch {
		case options.Continue != "" && (apierrors.IsResourceExpired(err) || apierrors.IsGone(err)):
			begin()
			options = q.options()
		case err != nil:
			return c.failed(err, call{"list", group, resource, q.Namespace, ""})
		case next == "":
			return nil
		default:
			options.Continue = next
		}
	}
}

var (
	pods       = schema.GroupVersionResource{Version: "v1", Resource: "pods"}
	namespaces = schema.GroupVersionResource{Version: "v1", Resource: "namespaces"}
)

// EachPod tells of Pods that are or were a Job's, by their metadata only; begin is called when the list has to begin anew.
func (c *Cluster) EachPod(ctx context.Context, q Query, begin func(), tell func(job.Metadata)) error {
	return c.eachMetadata(ctx, q.ofJobs(), pods, begin, tell)
}

// EachJob tells of Jobs as EachPod of Pods.
func (c *Cluster) EachJob(ctx context.Context, q Query, begin func(), tell func(job.Metadata)) error {
	return c.eachMetadata(ctx, q, jobs, begin, tell)
}

func (c *Cluster) eachMetadata(ctx context.Context, q Query, of schema.GroupVersionResource, begin func(), tell func(job.Metadata)) error {
	return c.pages(q, of.Resource, begin, func(options metav1.ListOptions) (string, error) {
		list, err := c.metadata.Resource(of).Namespace(q.Namespace).List(ctx, options)
		if err != nil {
			return "", err //nolint:wrapcheck // the caller does
		}
		for i := range list.Items {
			m := leanMetadata(&list.Items[i].ObjectMeta)
			m.Annotations = nil // may be long
			tell(m)
		}
		return list.Continue, nil
	})
}

// ErrNowhere says that none of the namespaces could be read.
var ErrNowhere = errors.New("no namespace may be read")

// Readable are the namespaces in which the caller may list Jobs, for one who may not list those of all namespaces at once, and
// what is missing in the others. The error is ErrNowhere, or says that namespaces may not be listed either.
func (c *Cluster) Readable(ctx context.Context) (may []string, lacks []error, err error) {
	var names []string
	if err := c.eachMetadata(ctx, Query{}, namespaces, func() { names = nil }, func(m job.Metadata) { names = append(names, m.Name) }); err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		switch lacking := c.Missing(ctx, name, Permission{"list", batchGroup, jobs.Resource, ""}); {
		case lacking == nil:
			may = append(may, name)
		case errors.Is(lacking, ErrForbidden):
			lacks = append(lacks, lacking)
		default:
			return nil, nil, lacking
		}
	}
	if len(may) == 0 {
		return nil, lacks, fmt.Errorf("%w: %w", ErrNowhere, errors.Join(lacks...))
	}
	return may, lacks, nil
}
