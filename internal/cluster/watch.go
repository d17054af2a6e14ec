package cluster

import (
	"context"
	"errors"
	"strings"
	"sync"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/tools/cache"

	"github.com/kubectl-job/kubectl-job/job"
)

// Update is one piece of news about a watched Job. Exactly one of its members is set, but for JobLeft.
type Update struct {
	Job     *job.Job   // the Job as it is now
	JobGone bool       // the Job was deleted, or another one has its name now
	JobLeft bool       // with JobGone: it is there still, but the labels no longer choose it
	Pod     *job.Pod   // a Pod of the Job as it is now
	PodGone *job.Pod   // a Pod that no longer exists, as it was last seen
	Event   *job.Event // an event about the Job, or about what by its name may be a Pod of it
	Problem *Problem   // a watch that does not work
}

// Problem is a watch that the cluster does not serve at the moment, or a cluster that does not answer. It is tried again.
type Problem struct {
	Resource string // jobs, pods, events or WholeCluster
	Err      error  // nil if WholeCluster answers again
}

// WholeCluster stands for all resources.
const WholeCluster = "cluster"

// Lasting tells a problem that trying again does not mend.
func (p Problem) Lasting() bool { return errors.Is(p.Err, ErrForbidden) || isCredentials(p.Err) }

func isCredentials(err error) bool { return errors.Is(err, ErrCredentials) }

// Watch reports on a Job, its Pods, and the events about the Job and, as soon as a Pod waits to run, about
// its Pods, until ctx ends; then it closes the channel. It lists first and lists again whenever the
// server ends a watch, so that the last state always arrives.
func (c *Cluster) Watch(ctx context.Context, j job.Job) (<-chan Update, error) {
	selector, err := clientSelector(j.Spec.Selector)
	if err != nil {
		return nil, err
	}
	w := &watcher{job: j.Metadata, updates: make(chan Update)}
	w.informers = informers{cluster: c, namespace: j.Metadata.Namespace, problem: func(ctx context.Context, p Problem) { w.send(ctx, Update{Problem: &p}) }}
	w.followReach(ctx)
	jobs := w.start(ctx, "jobs", &batchv1.Job{}, w.listJobs(), changes{w.onJob, func(any) { w.send(ctx, Update{JobGone: true}) }})
	w.running.Go(func() {
		// A Job that was deleted before the first list appears in no watch.
		if jobs.hasListed(ctx) && len(jobs.objects.ListKeys()) == 0 {
			w.send(ctx, Update{JobGone: true})
		}
	})
	w.start(ctx, "pods", &corev1.Pod{}, w.listPods(selector), changes{w.onPod, func(last any) { w.onPodGone(ctx, last) }})
	w.startEvents(ctx, fields.OneTermEqualSelector("involvedObject.uid", j.Metadata.UID), "")
	go func() {
		w.running.Wait()
		close(w.updates)
	}()
	return w.updates, nil
}

type watcher struct {
	informers

	job     job.Metadata
	updates chan Update

	podEvents sync.Once // starts the watch of the events about Pods
}

func (w *watcher) send(ctx context.Context, u Update) {
	select {
	case w.updates <- u:
	case <-ctx.Done():
	}
}

func (w *watcher) listJobs() *cache.ListWatch {
	return cache.NewListWatchFromClient(w.cluster.typed.BatchV1().RESTClient(), "jobs", w.job.Namespace,
		fields.OneTermEqualSelector("metadata.name", w.job.Name))
}

func (w *watcher) listPods(selector labels.Selector) *cache.ListWatch {
	return cache.NewFilteredListWatchFromClient(w.cluster.typed.CoreV1().RESTClient(), "pods", w.job.Namespace,
		func(o *metav1.ListOptions) { o.LabelSelector = selector.String() })
}

// startEvents watches the events that the selector matches, about objects whose name begins like this.
func (w *watcher) startEvents(ctx context.Context, selector fields.Selector, prefix string) {
	source := cache.NewListWatchFromClient(w.cluster.typed.CoreV1().RESTClient(), "events", w.job.Namespace, selector)
	onChange := func(ctx context.Context, _, o any) {
		if e, ok := o.(*corev1.Event); ok && strings.HasPrefix(e.InvolvedObject.Name, prefix) {
			lean := leanEvent(e)
			w.send(ctx, Update{Event: &lean})
		}
	}
	w.start(ctx, "events", &corev1.Event{}, source, changes{onChange, func(any) {}})
}

// startPodEvents watches the events about the namespace's Pods: the server can pick those of one Pod or of all,
// and one watch for each Pod would be many.
func (w *watcher) startPodEvents(ctx context.Context) {
	const kept = 40 // the names of Pods do not hold a long name of a Job as a whole
	prefix := w.job.Name + "-"
	w.startEvents(ctx, fields.OneTermEqualSelector("involvedObject.kind", "Pod"), prefix[:min(len(prefix), kept)])
}

func (w *watcher) onJob(ctx context.Context, _, o any) {
	j, ok := o.(*batchv1.Job)
	if !ok {
		return
	}
	if string(j.UID) != w.job.UID {
		w.send(ctx, Update{JobGone: true})
		return
	}
	lean := leanJob(j)
	w.send(ctx, Update{Job: &lean})
}

func (w *watcher) onPod(ctx context.Context, _, o any) {
	p, ok := o.(*corev1.Pod)
	if !ok || !ownedBy(p, w.job.UID) {
		return
	}
	if p.Status.Phase == corev1.PodPending {
		w.podEvents.Do(func() { w.startPodEvents(ctx) })
	}
	lean := leanPod(p)
	w.send(ctx, Update{Pod: &lean})
}

func (w *watcher) onPodGone(ctx context.Context, o any) {
	p, ok := o.(*corev1.Pod)
	if !ok || !ownedBy(p, w.job.UID) {
		return
	}
	lean := leanPod(p)
	w.send(ctx, Update{PodGone: &lean})
}

// ownedBy tells a Job's Pods from others that its selector matches, which is possible with manualSelector.
func ownedBy(p *corev1.Pod, uid string) bool {
	owner := metav1.GetControllerOf(p)
	return owner != nil && string(owner.UID) == uid
}
