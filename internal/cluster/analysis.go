package cluster

import (
	"context"
	"errors"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/job"
)

// PodsOf lists the Pods of a Job, and those that carry its name and belong to nobody.
func (c *Cluster) PodsOf(ctx context.Context, j job.Job) (own, orphans []job.Pod, err error) {
	selector, err := clientSelector(j.Spec.Selector)
	if err != nil {
		return nil, nil, err
	}
	query := Query{Namespace: j.Metadata.Namespace, Labels: selector.String()}
	take := func(p *corev1.Pod) {
		if ownedBy(p, j.Metadata.UID) {
			own = append(own, leanPod(p))
		}
	}
	if err := c.eachPod(ctx, query, func() { own = nil }, take); err != nil {
		return nil, nil, err
	}
	query.Labels = labels.Set{jobName: j.Metadata.Name}.String()
	err = c.eachPod(ctx, query, func() { orphans = nil }, func(p *corev1.Pod) {
		if metav1.GetControllerOf(p) == nil {
			orphans = append(orphans, leanPod(p))
		}
	})
	return own, orphans, err
}

func (c *Cluster) eachPod(ctx context.Context, q Query, begin func(), tell func(*corev1.Pod)) error {
	return c.pages(q, pods.Resource, begin, func(options metav1.ListOptions) (string, error) {
		list, err := c.typed.CoreV1().Pods(q.Namespace).List(ctx, options)
		if err != nil {
			return "", err //nolint:wrapcheck // the caller does
		}
		for i := range list.Items {
			tell(&list.Items[i])
		}
		return list.Continue, nil
	})
}

// EventsOfPods lists the events about the Pods of a namespace that are wanted.
func (c *Cluster) EventsOfPods(ctx context.Context, namespace string, wanted func(job.ObjectReference) bool) ([]job.Event, error) {
	var all []job.Event
	query := Query{Namespace: namespace, Fields: fields.OneTermEqualSelector("involvedObject.kind", "Pod").String()}
	err := c.EachEvent(ctx, query, func() { all = nil }, func(e job.Event) {
		if wanted(e.InvolvedObject) {
			all = append(all, e)
		}
	})
	return all, err
}

// EachEvent tells of events, page by page. When the cluster no longer has the rest of a list, it begins anew, and says so.
func (c *Cluster) EachEvent(ctx context.Context, q Query, begin func(), tell func(job.Event)) error {
	return c.pages(q, events.Resource, begin, func(options metav1.ListOptions) (string, error) {
		list, err := c.typed.CoreV1().Events(q.Namespace).List(ctx, options)
		if err != nil {
			return "", err //nolint:wrapcheck // the caller does
		}
		for i := range list.Items {
			tell(leanEvent(&list.Items[i]))
		}
		return list.Continue, nil
	})
}

// EachJobPod tells of all Pods that are or were a Job's, page by page.
func (c *Cluster) EachJobPod(ctx context.Context, q Query, begin func(), tell func(job.Pod)) error {
	if q.Labels == "" {
		q.Labels = jobName
	}
	return c.eachPod(ctx, q, begin, func(p *corev1.Pod) { tell(leanPod(p)) })
}

const nodes = "nodes"

// Nodes lists the nodes of the cluster.
func (c *Cluster) Nodes(ctx context.Context) ([]analyze.Node, error) {
	var all []analyze.Node
	err := c.pages(Query{}, nodes, func() { all = nil }, func(options metav1.ListOptions) (string, error) {
		list, err := c.typed.CoreV1().Nodes().List(ctx, options)
		if err != nil {
			return "", err //nolint:wrapcheck // the caller does
		}
		for i := range list.Items {
			all = append(all, leanNode(&list.Items[i]))
		}
		return list.Continue, nil
	})
	return all, err
}

// Node reads one node; the error is ErrNotFound if there is none of that name.
func (c *Cluster) Node(ctx context.Context, name string) (analyze.Node, error) {
	n, err := c.typed.CoreV1().Nodes().Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return analyze.Node{}, c.failed(err, call{"get", "", nodes, "", name})
	}
	return leanNode(n), nil
}

func leanNode(n *corev1.Node) analyze.Node {
	lean := analyze.Node{Metadata: job.Metadata{Name: n.Name, UID: string(n.UID), CreationTimestamp: n.CreationTimestamp.Time}}
	lean.Spec.Unschedulable = n.Spec.Unschedulable
	lean.Status.Allocatable = quantities(n.Status.Allocatable)
	for _, c := range n.Status.Conditions {
		lean.Status.Conditions = append(lean.Status.Conditions, job.Condition{
			Type: string(c.Type), Status: string(c.Status), Reason: c.Reason, Message: c.Message, LastTransitionTime: c.LastTransitionTime.Time,
		})
	}
	return lean
}

// Quotas lists the ResourceQuotas of a namespace.
func (c *Cluster) Quotas(ctx context.Context, namespace string) ([]analyze.Quota, error) {
	list, err := c.typed.CoreV1().ResourceQuotas(namespace).List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, c.failed(err, call{"list", "", "resourcequotas", namespace, ""})
	}
	var all []analyze.Quota
	for i := range list.Items {
		q := analyze.Quota{Metadata: leanMetadata(&list.Items[i].ObjectMeta)}
		q.Status.Hard, q.Status.Used = quantities(list.Items[i].Status.Hard), quantities(list.Items[i].Status.Used)
		all = append(all, q)
	}
	return all, nil
}

// Claims reads PersistentVolumeClaims by name; those that do not exist are left out.
func (c *Cluster) Claims(ctx context.Context, namespace string, names []string) ([]analyze.Claim, error) {
	var all []analyze.Claim
	for _, name := range names {
		p, err := c.typed.CoreV1().PersistentVolumeClaims(namespace).Get(ctx, name, metav1.GetOptions{})
		err = c.failed(err, call{"get", "", "persistentvolumeclaims", namespace, name})
		if errors.Is(err, ErrNotFound) {
			continue
		}
		if err != nil {
			return all, err
		}
		claim := analyze.Claim{Metadata: leanMetadata(&p.ObjectMeta)}
		claim.Spec.StorageClassName, claim.Status.Phase = p.Spec.StorageClassName, string(p.Status.Phase)
		all = append(all, claim)
	}
	return all, nil
}

// Leader reads the Lease of kube-controller-manager.
func (c *Cluster) Leader(ctx context.Context) (*analyze.Lease, error) {
	const name = "kube-controller-manager"
	l, err := c.typed.CoordinationV1().Leases(metav1.NamespaceSystem).Get(ctx, name, metav1.GetOptions{})
	if err != nil {
		return nil, c.failed(err, call{"get", "coordination.k8s.io", "leases", metav1.NamespaceSystem, name})
	}
	lease := &analyze.Lease{Metadata: leanMetadata(&l.ObjectMeta)}
	if l.Spec.HolderIdentity != nil {
		lease.Spec.HolderIdentity = *l.Spec.HolderIdentity
	}
	if l.Spec.LeaseDurationSeconds != nil {
		lease.Spec.LeaseDurationSeconds = int(*l.Spec.LeaseDurationSeconds)
	}
	if l.Spec.RenewTime != nil {
		lease.Spec.RenewTime = l.Spec.RenewTime.Time
	}
	return lease, nil
}

// TailLog reads the last lines that one run of a container has written.
func (c *Cluster) TailLog(ctx context.Context, source LogSource, lines int64) ([]string, error) {
	var all []string
	var open strings.Builder
	err := c.ReadLog(ctx, source, LogRange{Tail: &lines}, func(_ time.Time, text string, last bool) error {
		open.WriteString(text)
		if last {
			all = append(all, open.String())
			open.Reset()
		}
		return nil
	})
	if open.Len() > 0 {
		all = append(all, open.String())
	}
	return all, err
}
