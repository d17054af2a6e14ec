// Package analyze reads a snapshot of a Job, its Pods and events, and says what it means. It is pure.
package analyze

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// Snapshot is what is known of a Job at one moment.
type Snapshot struct {
	Job    job.Job
	Pods   []job.Pod   // those that exist
	Events []job.Event // about the Job and its Pods
	Now    time.Time
}

// Wait is one thing that a Job waits for before its Pods run.
type Wait struct {
	Pods  []string // the Pods that wait for it; none when there is no Pod yet
	For   string   // such as "the image perl to be pulled"
	Stuck bool     // it will not resolve by itself: somebody has to change something
}

// Waiting says what the Job waits for, Pods that wait for the same taken together.
func Waiting(s Snapshot) []Wait {
	if s.Job.Verdict() != nil {
		return nil
	}
	var waits []Wait
	if w, ok := waitOfJob(s); ok {
		waits = append(waits, w)
	}
	for _, p := range s.Pods {
		if w, ok := waitOfPod(p, s.Events); ok {
			waits = merge(waits, w)
		}
	}
	return waits
}

func merge(waits []Wait, w Wait) []Wait {
	for i := range waits {
		if waits[i].For == w.For && waits[i].Stuck == w.Stuck {
			waits[i].Pods = append(waits[i].Pods, w.Pods...)
			return waits
		}
	}
	return append(waits, w)
}

// waitOfJob is for a Job that has no Pod to run: something keeps the controller from making one.
func waitOfJob(s Snapshot) (Wait, bool) {
	spec := s.Job.Spec
	switch {
	case spec.Suspended():
		return Wait{For: "spec.suspend to become false: a suspended Job makes no Pod", Stuck: true}, true
	case spec.Parallelism != nil && *spec.Parallelism == 0:
		return Wait{For: "spec.parallelism above 0: with 0 the Job makes no Pod", Stuck: true}, true
	case slices.ContainsFunc(s.Pods, active):
		return Wait{}, false
	}
	if e := lastEvent(s.Events, s.Job.Metadata.UID, func(e job.Event) bool { return e.Reason == "FailedCreate" }); e != nil && newerThanPods(*e, s.Pods) {
		return Wait{For: fmt.Sprintf("a Pod that cannot be created (%s): %s", e.Reason, oneLine(e.Message)), Stuck: true}, true
	}
	if by := spec.ManagedBy; by != "" && by != "kubernetes.io/job-controller" {
		return Wait{For: fmt.Sprintf("controller %s, which manages this Job in place of the Job controller (spec.managedBy)", by)}, true
	}
	if len(s.Pods) == 0 {
		return Wait{For: "the Job controller to create a Pod"}, true
	}
	return Wait{}, false
}

func active(p job.Pod) bool {
	return p.Status.Phase != "Succeeded" && p.Status.Phase != "Failed" && p.Metadata.DeletionTimestamp.IsZero()
}

func newerThanPods(e job.Event, pods []job.Pod) bool {
	for _, p := range pods {
		if !e.Time().After(p.Metadata.CreationTimestamp) {
			return false
		}
	}
	return true
}

func waitOfPod(p job.Pod, events []job.Event) (Wait, bool) {
	if p.Status.Phase != "" && p.Status.Phase != "Pending" && p.Status.Phase != "Running" || !p.Metadata.DeletionTimestamp.IsZero() {
		return Wait{}, false
	}
	w := Wait{Pods: []string{p.Metadata.Name}}
	if p.Spec.NodeName == "" {
		w.For, w.Stuck = scheduling(p)
		return w, true
	}
	for _, c := range slices.Concat(p.Status.InitContainerStatuses, p.Status.ContainerStatuses) {
		if c.State.Waiting == nil {
			continue
		}
		w.For, w.Stuck = container(p, c, events)
		return w, w.For != ""
	}
	if p.Status.Phase == "Running" {
		return Wait{}, false
	}
	w.For = fmt.Sprintf("node %s to start the Pod", p.Spec.NodeName)
	return w, true
}

func scheduling(p job.Pod) (waitsFor string, stuck bool) {
	for _, c := range p.Status.Conditions {
		if c.Type != "PodScheduled" || c.Status != "False" {
			continue
		}
		if c.Reason == "SchedulingGated" {
			return "its scheduling gates to be removed", true
		}
		// What follows says of each node that preempting its Pods would not help either.
		message, _, _ := strings.Cut(oneLine(c.Message), " preemption: ")
		return "a node that can take it (unschedulable): " + message, true
	}
	return "the scheduler to choose a node", false
}

// container words a container's waiting reason (pkg/kubelet/images, pkg/kubelet/kuberuntime).
func container(p job.Pod, c job.ContainerStatus, events []job.Event) (waitsFor string, stuck bool) {
	image, reason, message := imageOf(p, c.Name), c.State.Waiting.Reason, oneLine(c.State.Waiting.Message)
	switch reason {
	case "PodInitializing":
		return "", false // an init container has its own word
	case "", "ContainerCreating":
		return creating(p, image, events)
	case "CrashLoopBackOff":
		return fmt.Sprintf("the back-off before container %s is restarted", c.Name), false
	case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable", "SignatureValidationFailed":
		return unpullable(p, image, message, events), true
	default:
		return fmt.Sprintf("container %s, which cannot be started (%s): %s", c.Name, reason, message), true
	}
}

func creating(p job.Pod, image string, events []job.Event) (waitsFor string, stuck bool) {
	e := lastEvent(events, p.Metadata.UID, func(job.Event) bool { return true })
	switch {
	case e == nil || e.Reason == "Scheduled":
		return fmt.Sprintf("its container to be created on node %s", p.Spec.NodeName), false
	case e.Reason == "Pulling":
		return fmt.Sprintf("image %s to be pulled on node %s", image, p.Spec.NodeName), false
	case aboutPull(e.Message): // the events of a pull come before the status
		return unpullable(p, image, "", events), true
	case e.Type == "Warning":
		return fmt.Sprintf("its container, which cannot be created (%s): %s", e.Reason, oneLine(e.Message)), true
	default:
		return fmt.Sprintf("its container to be created on node %s", p.Spec.NodeName), false
	}
}

// aboutPull tells the kubelet's events of a failed pull from those of other container errors, which have
// the same reasons.
func aboutPull(message string) bool {
	for _, start := range []string{"Failed to pull image", "Error: ErrImagePull", "Error: ImagePullBackOff", "Back-off pulling image"} {
		if strings.HasPrefix(message, start) {
			return true
		}
	}
	return false
}

func unpullable(p job.Pod, image, message string, events []job.Event) string {
	return fmt.Sprintf("image %s, which cannot be pulled: %s", image, pullFailure(p, message, events))
}

// pullFailure is the kubelet's error of the pull: while it backs off, only the event tells it.
func pullFailure(p job.Pod, message string, events []job.Event) string {
	e := lastEvent(events, p.Metadata.UID, func(e job.Event) bool {
		return e.Reason == "Failed" && strings.HasPrefix(e.Message, "Failed to pull image")
	})
	if e != nil {
		message = oneLine(e.Message)
	}
	// The kubelet and the container runtime each wrap the cause in the name of the image again.
	for _, wrapper := range []string{"code = NotFound desc = ", "code = Unknown desc = "} {
		if _, cause, ok := strings.Cut(message, wrapper); ok {
			message = cause
		}
	}
	return message
}

func imageOf(p job.Pod, container string) string {
	for _, c := range slices.Concat(p.Spec.InitContainers, p.Spec.Containers) {
		if c.Name == container {
			return c.Image
		}
	}
	return ""
}

// lastEvent is the newest event about an object that keep takes.
func lastEvent(events []job.Event, uid string, keep func(job.Event) bool) *job.Event {
	var last *job.Event
	for i, e := range events {
		if e.InvolvedObject.UID == uid && keep(e) && (last == nil || e.After(*last)) {
			last = &events[i]
		}
	}
	return last
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
