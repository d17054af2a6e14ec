package simnode

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"strconv"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/state"
)

const (
	jobLabel   = "batch.kubernetes.io/controller-uid"
	indexLabel = "batch.kubernetes.io/job-completion-index"
)

// Simulation is the part of simulated nodes that is not kwok's.
type Simulation struct {
	client   kubernetes.Interface
	informer cache.SharedIndexInformer
	queue    workqueue.TypedRateLimitingInterface[patch]
	changes  *broadcast
	cut      sync.Map // UIDs of Pods whose log stream has been cut
	cancel   context.CancelFunc
	server   interface{ Close() error }
	wg       sync.WaitGroup

	counts map[series]int // used by the informer's handler only
}

// series is what attempts are counted in: a Job, or one index of an Indexed Job.
type series struct {
	job   string
	index int
}

// patch is a Pod and the annotations it gets.
type patch struct {
	namespace, name, data string
}

// Start begins to watch Pods and to serve the kubelet endpoint of the simulated nodes.
func Start(config *rest.Config, l net.Listener, dir state.Dir) (*Simulation, error) {
	client, err := kubernetes.NewForConfig(config)
	if err != nil {
		return nil, fmt.Errorf("simulation: %w", err)
	}
	s := &Simulation{
		client:  client,
		queue:   workqueue.NewTypedRateLimitingQueue(workqueue.NewTypedItemExponentialFailureRateLimiter[patch](50*time.Millisecond, 5*time.Second)),
		changes: newBroadcast(),
		counts:  map[series]int{},
	}
	factory := informers.NewSharedInformerFactoryWithOptions(client, 0, informers.WithTransform(trim))
	s.informer = factory.Core().V1().Pods().Informer()
	if _, err := s.informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc:    func(obj any) { s.added(obj.(*corev1.Pod)) },
		UpdateFunc: func(before, after any) { s.updated(before.(*corev1.Pod), after.(*corev1.Pod)) },
		DeleteFunc: func(any) { s.changes.send() },
	}); err != nil {
		return nil, fmt.Errorf("simulation: %w", err)
	}
	server, err := s.newServer(dir)
	if err != nil {
		return nil, err
	}
	s.server = server
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	factory.Start(ctx.Done())
	for range 8 {
		s.wg.Go(func() { s.work(ctx) })
	}
	s.wg.Go(func() { _ = server.ServeTLS(l, "", "") })
	return s, nil
}

// Close ends the simulation.
func (s *Simulation) Close() error {
	s.cancel()
	s.queue.ShutDown()
	err := s.server.Close()
	s.wg.Wait()
	return err
}

// trim drops what nobody here reads, so that thousands of Pods stay small.
func trim(obj any) (any, error) {
	if p, ok := obj.(*corev1.Pod); ok {
		p.ManagedFields = nil
		p.Spec.Volumes, p.Spec.Tolerations, p.Spec.Affinity = nil, nil, nil
	}
	return obj, nil
}

// added numbers the attempt. Pods come here in the order of their creation.
func (s *Simulation) added(p *corev1.Pod) {
	defer s.changes.send()
	if !needsAttempt(p.Annotations) {
		return
	}
	k := series{job: p.Labels[jobLabel], index: -1}
	if k.job == "" {
		k.job = string(p.UID) // of no Job: each Pod is a first attempt
	}
	if i, err := strconv.Atoi(p.Labels[indexLabel]); err == nil {
		k.index = i
	}
	s.counts[k]++
	data, err := json.Marshal(map[string]any{"metadata": map[string]any{
		"uid":         p.UID,
		"annotations": resolve(p.Annotations, s.counts[k], k.index),
	}})
	if err != nil {
		log.Printf("attempt of %s/%s: %v", p.Namespace, p.Name, err)
		return
	}
	s.queue.Add(patch{p.Namespace, p.Name, string(data)})
}

func (s *Simulation) work(ctx context.Context) {
	for {
		p, shutdown := s.queue.Get()
		if shutdown {
			return
		}
		_, err := s.client.CoreV1().Pods(p.namespace).Patch(ctx, p.name, types.MergePatchType, []byte(p.data), metav1.PatchOptions{})
		switch {
		case err == nil || apierrors.IsNotFound(err) || apierrors.IsConflict(err) || errors.Is(err, context.Canceled):
			s.queue.Forget(p)
		default:
			log.Printf("attempt of %s/%s: %v", p.namespace, p.name, err)
			s.queue.AddRateLimited(p)
		}
		s.queue.Done(p)
	}
}

func (s *Simulation) updated(before, after *corev1.Pod) {
	defer s.changes.send()
	if setting(after.Annotations, pullError) == "" {
		return
	}
	for i := range after.Status.ContainerStatuses {
		was := ""
		if i < len(before.Status.ContainerStatuses) {
			was = waitingReason(&before.Status.ContainerStatuses[i])
		}
		c := &after.Status.ContainerStatuses[i]
		if is := waitingReason(c); is != was {
			s.wg.Go(func() { s.tell(after, c.Image, is, c.State.Waiting) })
		}
	}
}

func waitingReason(c *corev1.ContainerStatus) string {
	if c.State.Waiting == nil {
		return ""
	}
	return c.State.Waiting.Reason
}

// tell sends the events that a kubelet sends when it cannot pull an image.
func (s *Simulation) tell(p *corev1.Pod, image, reason string, w *corev1.ContainerStateWaiting) {
	switch reason {
	case "ErrImagePull":
		s.event(p, corev1.EventTypeNormal, "Pulling", fmt.Sprintf("Pulling image %q", image))
		s.event(p, corev1.EventTypeWarning, "Failed", fmt.Sprintf("Failed to pull image %q: %s", image, w.Message))
		s.event(p, corev1.EventTypeWarning, "Failed", "Error: ErrImagePull")
	case "ImagePullBackOff":
		s.event(p, corev1.EventTypeNormal, "BackOff", fmt.Sprintf("Back-off pulling image %q", image))
		s.event(p, corev1.EventTypeWarning, "Failed", "Error: ImagePullBackOff")
	}
}

func (s *Simulation) event(p *corev1.Pod, kind, reason, message string) {
	now := metav1.Now()
	_, err := s.client.CoreV1().Events(p.Namespace).Create(context.Background(), &corev1.Event{
		ObjectMeta: metav1.ObjectMeta{GenerateName: p.Name + "."},
		InvolvedObject: corev1.ObjectReference{
			APIVersion: "v1", Kind: "Pod", Namespace: p.Namespace, Name: p.Name, UID: p.UID,
		},
		Type: kind, Reason: reason, Message: message,
		FirstTimestamp: now, LastTimestamp: now, Count: 1,
		Source:              corev1.EventSource{Component: "kubelet", Host: p.Spec.NodeName},
		ReportingController: "kubelet", ReportingInstance: p.Spec.NodeName,
	}, metav1.CreateOptions{})
	if err != nil && !apierrors.IsNotFound(err) && !apierrors.HasStatusCause(err, corev1.NamespaceTerminatingCause) {
		log.Printf("event for %s/%s: %v", p.Namespace, p.Name, err)
	}
}
