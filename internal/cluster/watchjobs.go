package cluster

import (
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/client-go/tools/cache"
)

// Selection says which Jobs are watched: those for which all of it holds.
type Selection struct {
	Namespace string   // "" is all
	Labels    string   // a label selector; "" matches all
	Names     []string // none is all
	UIDs      []string // none is all
	Owner     string   // uid of the controller that made them, such as a CronJob; "" is any
}

// JobUpdate is news about one of several Jobs.
type JobUpdate struct {
	Update

	Of     string // uid of the Job; empty with Problem, and for an event about a Pod that has not been seen yet
	Listed bool   // all Jobs and Pods that there were at the beginning have been told; there is no other news with it
}

const (
	// fewJobs is for how many Jobs events about their Pods are watched.
	fewJobs = 50
	// maxSelector is up to which length, in bytes, Pods are asked for by the names of their Jobs: it is part of the URL, where its
	// commas take three bytes, and proxies take lines of 8 KiB at most.
	maxSelector = 4096
	// fewNames is up to how many Jobs that were named are watched one by one, and not together with the others of their namespace.
	fewNames = 5
	// podsDelay is how long the Pods of a new Job may wait for those of others that come with it.
	podsDelay = 200 * time.Millisecond
	// jobName is on every Pod of a Job, in all versions, unless spec.manualSelector is set
	// (pkg/registry/batch/job/strategy.go, generateSelector).
	jobName = "job-name"
)

// WatchJobs tells of Jobs and their Pods, and of events about them, one piece of news at a time, until ctx ends. It takes one list
// and one watch for Jobs, for Pods, and for events about Jobs; where the Jobs are few, Pods of others are not asked for. While tell
// takes its time, the watches wait.
func (c *Cluster) WatchJobs(ctx context.Context, s Selection, tell func(JobUpdate)) {
	w := &jobsWatcher{selection: s, tell: tell, jobs: map[string]string{}, again: make(chan struct{}, 1)}
	w.informers = informers{cluster: c, namespace: s.Namespace, problem: func(ctx context.Context, p Problem) { w.say(ctx, JobUpdate{Update: Update{Problem: &p}}) }}
	w.followReach(ctx)
	w.running.Go(func() { w.run(ctx) })
	w.running.Wait()
}

type jobsWatcher struct {
	informers

	selection Selection
	tell      func(JobUpdate)
	again     chan struct{} // asks for the Pods of Jobs that are new

	mu        sync.Mutex        // held while news is sent, so that it keeps its order
	jobs      map[string]string // names by uid
	covered   []string          // names of the Jobs whose Pods are watched
	all       bool              // the Pods of all Jobs are watched
	pods      *mirror
	podEvents sync.Once
}

// say tells of what is not about one Job.
func (w *jobsWatcher) say(ctx context.Context, u JobUpdate) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.send(ctx, u)
}

// send tells one piece of news. The caller holds the lock.
func (w *jobsWatcher) send(ctx context.Context, u JobUpdate) {
	if ctx.Err() == nil {
		w.tell(u)
	}
}

func (w *jobsWatcher) run(ctx context.Context) {
	var listed []*mirror
	for _, source := range w.listJobs() {
		listed = append(listed, w.start(ctx, "jobs", &batchv1.Job{}, source, changes{w.onJob, func(last any) { w.onJobGone(ctx, last) }}))
	}
	for _, jobs := range listed {
		if !jobs.hasListed(ctx) {
			return
		}
	}
	w.startEvents(ctx, "Job")
	stop := func() {}
	for first := true; ; first = false {
		stop = w.watchPods(ctx, stop)
		if first {
			w.say(ctx, JobUpdate{Listed: true})
		}
		select {
		case <-ctx.Done():
			return
		case <-w.again:
			if w.cluster.sleep(ctx, podsDelay) != nil {
				return
			}
		}
	}
}

// listJobs asks for Jobs one by one if a few names are given: there is no list of several names.
func (w *jobsWatcher) listJobs() []*cache.ListWatch {
	client := w.cluster.typed.BatchV1().RESTClient()
	var sources []*cache.ListWatch
	if n := len(w.selection.Names); n > 0 && n <= fewNames {
		for _, name := range w.selection.Names {
			sources = append(sources, cache.NewListWatchFromClient(client, "jobs", w.namespace, fields.OneTermEqualSelector("metadata.name", name)))
		}
		return sources
	}
	return append(sources, cache.NewFilteredListWatchFromClient(client, "jobs", w.namespace,
		func(o *metav1.ListOptions) { o.LabelSelector = w.selection.Labels }))
}

func (w *jobsWatcher) selected(j *batchv1.Job) bool {
	if len(w.selection.Names) > 0 && !slices.Contains(w.selection.Names, j.Name) {
		return false
	}
	if len(w.selection.UIDs) > 0 && !slices.Contains(w.selection.UIDs, string(j.UID)) {
		return false
	}
	if w.selection.Owner == "" {
		return true
	}
	owner := metav1.GetControllerOf(j)
	return owner != nil && string(owner.UID) == w.selection.Owner
}

func (w *jobsWatcher) onJob(ctx context.Context, old, o any) {
	j, ok := o.(*batchv1.Job)
	if !ok {
		return
	}
	if before, ok := old.(*batchv1.Job); ok && before.UID != j.UID { // replaced, while nobody looked
		w.onJobGone(ctx, before)
	}
	if !w.selected(j) {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	uid := string(j.UID)
	_, known := w.jobs[uid]
	w.jobs[uid] = j.Name
	lean := leanJob(j)
	w.send(ctx, JobUpdate{Of: uid, Update: Update{Job: &lean}})
	if known || w.pods == nil {
		return
	}
	if !w.all && !slices.Contains(w.covered, j.Name) {
		select {
		case w.again <- struct{}{}:
		default: // is asked for already
		}
		return
	}
	w.sendPods(ctx, uid)
}

// sendPods tells of the Pods of a Job that came before it. The caller holds the lock.
func (w *jobsWatcher) sendPods(ctx context.Context, uid string) {
	owned, _ := w.pods.objects.ByIndex(byOwner, uid) // the index is there
	for _, o := range owned {
		if p, ok := o.(*corev1.Pod); ok {
			lean := leanPod(p)
			w.send(ctx, JobUpdate{Of: uid, Update: Update{Pod: &lean}})
		}
	}
}

func (w *jobsWatcher) onJobGone(ctx context.Context, last any) {
	j, ok := last.(*batchv1.Job)
	if !ok {
		return
	}
	left := w.left(ctx, j)
	w.mu.Lock()
	defer w.mu.Unlock()
	if uid := string(j.UID); w.jobs[uid] != "" {
		delete(w.jobs, uid)
		w.send(ctx, JobUpdate{Of: uid, Update: Update{JobGone: true, JobLeft: left}})
	}
}

// left tells a Job whose labels were changed from one that was deleted: a watch by labels says the same of both.
func (w *jobsWatcher) left(ctx context.Context, j *batchv1.Job) bool {
	if w.selection.Labels == "" {
		return false
	}
	there, err := w.cluster.Job(ctx, j.Namespace, j.Name)
	return err == nil && there.Metadata.UID == string(j.UID)
}

// watchPods watches the Pods of the Jobs that there are by now, in place of what was watched before.
func (w *jobsWatcher) watchPods(ctx context.Context, stopLast func()) (stop func()) {
	selector := w.cover()
	watching, stop := context.WithCancel(ctx)
	source := cache.NewFilteredListWatchFromClient(w.cluster.typed.CoreV1().RESTClient(), "pods", w.namespace,
		func(o *metav1.ListOptions) { o.LabelSelector = selector })
	stopLast()
	before := w.pods
	pods := w.start(watching, "pods", &corev1.Pod{}, source, changes{
		func(_ context.Context, _, o any) { w.onPod(ctx, o) }, // what it starts outlives this watch
		func(last any) { w.onPodGone(watching, last) },
	})
	w.mu.Lock()
	w.pods = pods
	w.mu.Unlock()
	if !w.podsListed(ctx, pods) {
		return stop
	}
	if before != nil {
		w.tellGone(ctx, before, pods)
	}
	return stop
}

// podsListed waits for the first list of Pods. Whoever may not list them does without.
func (w *jobsWatcher) podsListed(ctx context.Context, pods *mirror) bool {
	const patience = 5 * time.Second
	waiting, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		if w.cluster.sleep(waiting, patience) == nil {
			cancel()
		}
	}()
	return pods.hasListed(waiting)
}

// cover makes the label selector of the Pods of all Jobs that there are.
func (w *jobsWatcher) cover() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	everything := w.selection.Labels == "" && w.selection.Owner == "" && len(w.selection.Names) == 0
	w.covered = slices.Clone(w.selection.Names)
	for _, name := range w.jobs {
		if !slices.Contains(w.covered, name) {
			w.covered = append(w.covered, name)
		}
	}
	slices.Sort(w.covered)
	selector := jobName + " in (" + strings.Join(w.covered, ",") + ")"
	if everything || len(selector) > maxSelector || len(w.covered) == 0 {
		w.all = true
		return jobName
	}
	return selector
}

// tellGone tells of Pods that went while one watch replaced another.
func (w *jobsWatcher) tellGone(ctx context.Context, before, now *mirror) {
	for _, o := range before.objects.List() {
		there, exists, _ := now.objects.Get(o) // the key function is the store's own
		p, ok := o.(*corev1.Pod)
		if same, isPod := there.(*corev1.Pod); !ok || exists && isPod && same.UID == p.UID {
			continue
		}
		w.onPodGone(ctx, p)
	}
}

func (w *jobsWatcher) onPod(ctx context.Context, o any) {
	p, ok := o.(*corev1.Pod)
	if !ok {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	uid := controllerOf(p)
	if w.jobs[uid] == "" {
		return
	}
	if p.Status.Phase == corev1.PodPending && len(w.jobs) <= fewJobs {
		w.podEvents.Do(func() { w.startEvents(ctx, "Pod") })
	}
	lean := leanPod(p)
	w.send(ctx, JobUpdate{Of: uid, Update: Update{Pod: &lean}})
}

func (w *jobsWatcher) onPodGone(ctx context.Context, last any) {
	p, ok := last.(*corev1.Pod)
	if !ok {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if uid := controllerOf(p); w.jobs[uid] != "" {
		lean := leanPod(p)
		w.send(ctx, JobUpdate{Of: uid, Update: Update{PodGone: &lean}})
	}
}

func controllerOf(p *corev1.Pod) string {
	if owner := metav1.GetControllerOf(p); owner != nil {
		return string(owner.UID)
	}
	return ""
}

// startEvents watches the events about Jobs or Pods.
func (w *jobsWatcher) startEvents(ctx context.Context, kind string) {
	source := cache.NewListWatchFromClient(w.cluster.typed.CoreV1().RESTClient(), "events", w.namespace, fields.OneTermEqualSelector("involvedObject.kind", kind))
	w.start(ctx, "events", &corev1.Event{}, source, changes{func(ctx context.Context, _, o any) {
		if e, ok := o.(*corev1.Event); ok {
			w.onEvent(ctx, e)
		}
	}, func(any) {}})
}

func (w *jobsWatcher) onEvent(ctx context.Context, e *corev1.Event) {
	w.mu.Lock()
	defer w.mu.Unlock()
	of := string(e.InvolvedObject.UID)
	if e.InvolvedObject.Kind == "Pod" {
		of = w.ownerNamed(e.InvolvedObject)
	}
	if w.jobs[of] == "" {
		return
	}
	lean := leanEvent(e)
	w.send(ctx, JobUpdate{Of: of, Update: Update{Event: &lean}})
}

// ownerNamed finds the Job of a Pod, which may not have been seen yet: then by its name.
func (w *jobsWatcher) ownerNamed(about corev1.ObjectReference) string {
	if w.pods != nil {
		o, _, _ := w.pods.objects.GetByKey(about.Namespace + "/" + about.Name) // it fails for no key
		if p, ok := o.(*corev1.Pod); ok && p.UID == about.UID {
			return controllerOf(p)
		}
	}
	found, longest := "", 0
	for uid, name := range w.jobs {
		if len(name) > longest && strings.HasPrefix(about.Name, name+"-") {
			found, longest = uid, len(name)
		}
	}
	return found
}

// CronJobUID is the uid of a CronJob.
func (c *Cluster) CronJobUID(ctx context.Context, namespace, name string) (string, error) {
	object, err := c.CronJobObject(ctx, namespace, name)
	if err != nil {
		return "", err
	}
	return string(object.GetUID()), nil
}

// ValidLabels checks a label selector.
func ValidLabels(selector string) error {
	_, err := labels.Parse(selector)
	return err
}
