package cluster

import (
	"context"
	"errors"
	"sync"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/cache"

	"github.com/kubectl-job/kubectl-job/job"
)

// informers are the lists and watches of one subject. Each lists first and lists again whenever the server ends a watch, so
// that the last state always arrives.
type informers struct {
	cluster   *Cluster
	namespace string // "" is all
	problem   func(context.Context, Problem)
	running   sync.WaitGroup
}

// followReach reports when the cluster does not answer, and when it does again.
func (i *informers) followReach(ctx context.Context) {
	i.running.Go(func() {
		i.cluster.reach.follow(ctx, func(err error) {
			i.problem(ctx, Problem{Resource: WholeCluster, Err: i.cluster.failed(err, call{"watch", "", "", i.namespace, ""})})
		})
	})
}

// changes are what is done with news of objects.
type changes struct {
	onChange func(ctx context.Context, old, o any) // old is nil for an object that is new
	onDelete func(last any)
}

// start keeps a mirror of what source lists and watches until ctx ends.
func (i *informers) start(ctx context.Context, resource string, of runtime.Object, source *cache.ListWatch, do changes) *mirror {
	indexers := cache.Indexers{}
	if resource == "pods" {
		indexers[byOwner] = ownerIndex
	}
	m := newMirror(ctx, indexers, do)
	reflector := cache.NewReflectorWithOptions(cache.ToListWatcherWithWatchListSemantics(source, i.cluster.typed), of, m, cache.ReflectorOptions{Name: resource})
	group := ""
	if resource == "jobs" {
		group = batchGroup
	}
	did := call{"watch", group, resource, i.namespace, ""}
	i.running.Go(func() {
		_ = i.cluster.pauses().Until(ctx, true, true, func(ctx context.Context) (bool, error) { // its error is that ctx has ended
			err := reflector.ListAndWatchWithContext(ctx)
			if err := i.cluster.failed(err, did); isNews(err) {
				i.problem(ctx, Problem{Resource: resource, Err: err})
			}
			return false, nil
		})
	})
	return m
}

const byOwner = "owner"

// ownerIndex finds Pods by the uid of their controller.
func ownerIndex(o any) ([]string, error) {
	if p, ok := o.(*corev1.Pod); ok {
		if owner := metav1.GetControllerOf(p); owner != nil {
			return []string{string(owner.UID)}, nil
		}
	}
	return nil, nil
}

// slim keeps of an object what becomes of it in package job, so that a watch of many takes little memory.
func slim(o any) (any, error) {
	switch o := o.(type) {
	case *batchv1.Job:
		template := slimSpec(&o.Spec.Template.Spec)
		o.ManagedFields = nil
		delete(o.Annotations, corev1.LastAppliedConfigAnnotation)
		o.Spec.Template = corev1.PodTemplateSpec{Spec: template}
	case *corev1.Pod:
		o.ManagedFields = nil
		o.Labels = nil
		index, indexed := o.Annotations[job.IndexAnnotation]
		o.Annotations = nil
		if indexed {
			o.Annotations = map[string]string{job.IndexAnnotation: index}
		}
		o.Spec = slimSpec(&o.Spec)
		o.Status.PodIPs, o.Status.HostIPs = nil, nil
	case *corev1.Event:
		o.ManagedFields = nil
	}
	return o, nil
}

func slimSpec(s *corev1.PodSpec) corev1.PodSpec {
	slim := corev1.PodSpec{NodeName: s.NodeName, RestartPolicy: s.RestartPolicy, SchedulingGroup: s.SchedulingGroup}
	for _, c := range s.InitContainers {
		slim.InitContainers = append(slim.InitContainers, corev1.Container{Name: c.Name, Image: c.Image, RestartPolicy: c.RestartPolicy})
	}
	for _, c := range s.Containers {
		slim.Containers = append(slim.Containers, corev1.Container{Name: c.Name, Image: c.Image})
	}
	return slim
}

// isNews leaves out how watches end in everyday life: the server closes them, or their resourceVersion has expired. That the
// cluster does not answer is told apart.
func isNews(err error) bool {
	for _, kind := range []error{ErrCredentials, ErrForbidden, ErrNoNamespace} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
