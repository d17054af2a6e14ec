package cluster

import (
	"context"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-job/kubectl-job/job"
)

var events = schema.GroupVersionResource{Version: "v1", Resource: "events"}

// ToArchive is what it takes to read all that there is of Jobs.
func ToArchive() []Permission {
	return []Permission{
		{"get", batchGroup, "jobs", ""}, {"get", "", "pods", ""}, {"list", "", "pods", ""}, {"get", "", "pods", "log"}, {"list", "", "events", ""},
	}
}

// PodObjects lists the Pods of a Job with every field that the server has.
func (c *Cluster) PodObjects(ctx context.Context, namespace, jobUID string) ([]unstructured.Unstructured, error) {
	// The older of the two labels is on the Pods of all versions (pkg/registry/batch/job/strategy.go, generateSelector).
	query := Query{Namespace: namespace, Labels: labels.Set{"controller-uid": jobUID}.String()}
	all, err := c.objects(ctx, query, pods)
	var own []unstructured.Unstructured
	for _, p := range all {
		if o := metav1.GetControllerOf(&p); o != nil && string(o.UID) == jobUID {
			own = append(own, p)
		}
	}
	return own, err
}

// PodObject reads one Pod with every field that the server has.
func (c *Cluster) PodObject(ctx context.Context, namespace, name string) (*unstructured.Unstructured, error) {
	p, err := c.dynamic.Resource(pods).Namespace(namespace).Get(ctx, name, metav1.GetOptions{})
	return p, c.failed(err, call{"get", "", "pods", namespace, name})
}

// EventObjects lists the events about an object with every field that the server has.
func (c *Cluster) EventObjects(ctx context.Context, namespace, uid string) ([]unstructured.Unstructured, error) {
	return c.objects(ctx, Query{Namespace: namespace, Fields: fields.OneTermEqualSelector("involvedObject.uid", uid).String()}, events)
}

func (c *Cluster) objects(ctx context.Context, q Query, of schema.GroupVersionResource) ([]unstructured.Unstructured, error) {
	var all []unstructured.Unstructured
	err := c.pages(q, of.Resource, func() { all = nil }, func(options metav1.ListOptions) (string, error) {
		list, err := c.dynamic.Resource(of).Namespace(q.Namespace).List(ctx, options)
		if err != nil {
			return "", err //nolint:wrapcheck // the caller does
		}
		all = append(all, list.Items...)
		return list.GetContinue(), nil
	})
	return all, err
}

// LogSources are the runs of a Pod's containers whose logs may still be read: the latest of each, and the one before.
func LogSources(p job.Pod) []LogSource {
	var all []LogSource
	for _, list := range [][]job.ContainerStatus{p.Status.InitContainerStatuses, p.Status.ContainerStatuses} {
		for _, s := range list {
			run := LogSource{Namespace: p.Metadata.Namespace, Pod: p.Metadata.Name, PodUID: p.Metadata.UID, Container: s.Name}
			if last := s.LastRun(); last >= 0 && s.LastState.Terminated != nil {
				before := run
				before.Restart = last
				all = append(all, before)
			}
			if s.State.Terminated != nil || s.State.Running != nil {
				run.Restart = s.RestartCount
				all = append(all, run)
			}
		}
	}
	return all
}
