package cluster

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-job/kubectl-job/job"
)

// podMetrics are served by an aggregated API that not every cluster has (KEP-3156 calls it the Metrics API).
var podMetrics = schema.GroupVersionResource{Group: "metrics.k8s.io", Version: "v1beta1", Resource: "pods"}

// measuredJobs is of how many Jobs the usage is read.
const measuredJobs = 20

// Usage tells what the running Pods of Jobs of one namespace use now, of the latest Jobs where they are many; nothing where the
// cluster does not measure it.
func (c *Cluster) Usage(ctx context.Context, jobs []job.Job) ([]job.Use, error) {
	running := slices.DeleteFunc(slices.Clone(jobs), func(j job.Job) bool { return j.Status.Active == 0 })
	if len(running) == 0 {
		return nil, nil
	}
	slices.SortFunc(running, func(a, b job.Job) int {
		return b.Metadata.CreationTimestamp.Compare(a.Metadata.CreationTimestamp)
	})
	namespace := running[0].Metadata.Namespace
	list, err := c.dynamic.Resource(podMetrics).Namespace(namespace).List(ctx, metav1.ListOptions{})
	switch {
	case apierrors.IsNotFound(err), apierrors.IsServiceUnavailable(err): // it is not installed, or does not run
		return nil, nil
	case err != nil:
		return nil, c.failed(err, call{"list", podMetrics.Group, podMetrics.Resource, namespace, ""})
	}
	pods := map[string]job.Pod{}
	for _, j := range running[:min(len(running), measuredJobs)] {
		own, _, err := c.PodsOf(ctx, j)
		if err != nil {
			return nil, err
		}
		for _, p := range own {
			pods[p.Metadata.Name] = p
		}
	}
	return measured(list.Items, pods), nil
}

// subject is what is measured.
type subject struct{ container, resource string }

// measures are the amounts of one subject, one a Pod.
type measures struct {
	used             []resource.Quantity
	requested, limit string
	time             time.Time
}

// measured sums up what was measured of the Pods.
func measured(items []unstructured.Unstructured, pods map[string]job.Pod) []job.Use {
	all := map[subject]*measures{}
	for _, item := range items {
		pod, ok := pods[item.GetName()]
		if !ok {
			continue
		}
		text, _, _ := unstructured.NestedString(item.Object, "timestamp")
		at, _ := time.Parse(time.RFC3339, text) // without one it is not known
		containers, _, _ := unstructured.NestedSlice(item.Object, "containers")
		for _, c := range containers {
			container, _ := c.(map[string]any)
			name, _, _ := unstructured.NestedString(container, "name")
			usage, _, _ := unstructured.NestedStringMap(container, "usage")
			for of, amount := range usage {
				if quantity, err := resource.ParseQuantity(amount); err == nil {
					measure(all, subject{name, of}, pod).add(quantity, at)
				}
			}
		}
	}
	var uses []job.Use
	for _, of := range slices.SortedFunc(maps.Keys(all), func(a, b subject) int {
		return cmp.Or(cmp.Compare(a.container, b.container), cmp.Compare(a.resource, b.resource))
	}) {
		uses = append(uses, all[of].sum(of))
	}
	return uses
}

// measure finds where the amounts of a subject are kept.
func measure(all map[subject]*measures, of subject, pod job.Pod) *measures {
	m := all[of]
	if m == nil {
		m = &measures{}
		all[of] = m
	}
	for _, c := range slices.Concat(pod.Spec.Containers, pod.Spec.InitContainers) {
		if c.Name == of.container {
			m.requested, m.limit = c.Resources.Requests[of.resource], c.Resources.Limits[of.resource]
		}
	}
	return m
}

func (m *measures) add(used resource.Quantity, at time.Time) {
	m.used = append(m.used, used)
	if at.After(m.time) {
		m.time = at
	}
}

func (m *measures) sum(of subject) job.Use {
	slices.SortFunc(m.used, func(a, b resource.Quantity) int { return a.Cmp(b) })
	most := m.used[len(m.used)-1]
	use := job.Use{
		Container: of.container, Resource: of.resource, Pods: len(m.used), Requested: m.requested, Limit: m.limit, Time: m.time,
		Median: rounded(m.used[(len(m.used)-1)/2], of.resource), Most: rounded(most, of.resource),
	}
	if requested, err := resource.ParseQuantity(m.requested); err == nil && !requested.IsZero() {
		use.Part = float64(int(most.AsApproximateFloat64()/requested.AsApproximateFloat64()*1000)) / 1000
	}
	return use
}

// rounded is an amount in the unit that people think of it: the API tells nanocores and KiB.
func rounded(q resource.Quantity, of string) string {
	const mebibyte = 1 << 20
	switch corev1.ResourceName(of) {
	case corev1.ResourceCPU:
		return fmt.Sprintf("%dm", q.MilliValue())
	case corev1.ResourceMemory:
		return fmt.Sprintf("%dMi", (q.Value()+mebibyte-1)/mebibyte)
	default:
		return q.String()
	}
}
