// Package analyze reads a snapshot of a Job, its Pods and events, and says what it means. It is pure.
package analyze

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-job/kubectl-job/job"
)

// Wait is one thing that a Job waits for before its Pods run.
type Wait struct {
	Pods  []string // the Pods that wait for it; none when there is no Pod yet
	For   string   // such as "image perl to be pulled", without the names of single Pods
	Nodes []string // where, each once, if the place matters
	Stuck bool     // it will not resolve by itself: somebody has to change something
	Cause Cause
}

// WaitingFor says what the Job waits for, Pods that wait for the same taken together.
func WaitingFor(s Snapshot) []Wait {
	if s.Job.Verdict() != nil {
		return nil
	}
	events := byObject(s.Events)
	var waits []Wait
	if w, ok := waitOfJob(s, events[s.Job.Metadata.UID]); ok {
		waits = append(waits, w)
	}
	for _, p := range s.Pods {
		if w, ok := waitOfPod(p, events[p.Metadata.UID]); ok {
			w.For = withoutNames(w.For, p.Metadata)
			waits = merge(waits, w)
		}
	}
	return waits
}

func byObject(events []job.Event) map[string][]job.Event {
	all := map[string][]job.Event{}
	for _, e := range events {
		all[e.InvolvedObject.UID] = append(all[e.InvolvedObject.UID], e)
	}
	return all
}

func merge(waits []Wait, w Wait) []Wait {
	for i := range waits {
		known := &waits[i]
		if known.For != w.For || known.Stuck != w.Stuck {
			continue
		}
		known.Pods = append(known.Pods, w.Pods...)
		for _, node := range w.Nodes {
			if !slices.Contains(known.Nodes, node) {
				known.Nodes = append(known.Nodes, node)
			}
		}
		return waits
	}
	return append(waits, w)
}

// withoutNames leaves out of a message by which names it means the Pod, so that Pods in the same state have
// the same message.
func withoutNames(message string, p job.Metadata) string {
	for _, name := range []string{p.UID, p.Name} {
		if name != "" {
			message = strings.ReplaceAll(message, name, "...")
		}
	}
	return message
}

// withoutPodName leaves the random end out of the name of a Pod that could not be created.
func withoutPodName(message, jobName string) string {
	before, name, ok := strings.Cut(message, `pods "`+jobName+"-")
	if !ok {
		return message
	}
	_, after, ok := strings.Cut(name, `"`)
	if !ok {
		return message
	}
	return before + `pods "` + jobName + `-..."` + after
}

// waitOfJob is for a Job that has no Pod to run: something keeps the controller from making one.
func waitOfJob(s Snapshot, events []job.Event) (Wait, bool) {
	spec := s.Job.Spec
	switch {
	case spec.Suspended():
		return Wait{For: "spec.suspend to become false: a suspended Job makes no Pod", Stuck: true, Cause: Suspended}, true
	case spec.Parallelism != nil && *spec.Parallelism == 0:
		return Wait{For: "spec.parallelism above 0: with 0 the Job makes no Pod", Stuck: true, Cause: NoParallelism}, true
	case slices.ContainsFunc(s.Pods, active):
		return Wait{}, false
	}
	if e := lastEvent(events, func(e job.Event) bool { return e.Reason == "FailedCreate" }); e != nil && newerThanPods(*e, s.Pods) {
		message := withoutPodName(oneLine(e.Message), s.Job.Metadata.Name)
		return Wait{For: fmt.Sprintf("a Pod that cannot be created (%s): %s", e.Reason, message), Stuck: true, Cause: refusalOf(message)}, true
	}
	if by := spec.ManagedBy; by != "" && by != "kubernetes.io/job-controller" {
		return Wait{For: fmt.Sprintf("controller %s, which manages this Job in place of the Job controller (spec.managedBy)", by), Cause: ManagedElsewhere}, true
	}
	if len(s.Pods) == 0 {
		return Wait{For: "the Job controller to create a Pod", Cause: NoController}, true
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
		w.For, w.Cause, w.Stuck = scheduling(p)
		return w, true
	}
	for _, c := range slices.Concat(p.Status.InitContainerStatuses, p.Status.ContainerStatuses) {
		if c.State.Waiting == nil {
			continue
		}
		w.For, w.Cause, w.Stuck = container(p, c, events)
		if !w.Stuck {
			w.Nodes = []string{p.Spec.NodeName}
		}
		return w, w.For != ""
	}
	if p.Status.Phase == "Running" || slices.ContainsFunc(p.Status.ContainerStatuses, begun) {
		return Wait{}, false
	}
	w.For, w.Nodes, w.Cause = "the kubelet to start the Pod", []string{p.Spec.NodeName}, Starting
	return w, true
}

func begun(c job.ContainerStatus) bool { return c.State.Running != nil || c.State.Terminated != nil }

func scheduling(p job.Pod) (waitsFor string, cause Cause, stuck bool) {
	for _, c := range p.Status.Conditions {
		if c.Type != "PodScheduled" || c.Status != "False" {
			continue
		}
		if c.Reason == "SchedulingGated" {
			return "its scheduling gates to be removed", SchedulingGated, true
		}
		// What follows says of each node that preempting its Pods would not help either.
		message, _, _ := strings.Cut(oneLine(c.Message), " preemption: ")
		return "a node that can take it (unschedulable): " + message, unschedulableBy(message), true
	}
	// Pods of a gang are not even queued before there are enough of them, and nothing tells so
	// (pkg/scheduler/framework/plugins/gangscheduling, PreEnqueue).
	if g := p.Spec.SchedulingGroup; g != nil {
		return "as many Pods as PodGroup " + g.PodGroupName + " asks for, before the scheduler looks at any of them", GangNotMet, false
	}
	return "the scheduler to choose a node", Scheduling, false
}

// container words a container's waiting reason (pkg/kubelet/images, pkg/kubelet/kuberuntime).
func container(p job.Pod, c job.ContainerStatus, events []job.Event) (waitsFor string, cause Cause, stuck bool) {
	image, reason, message := imageOf(p, c.Name), c.State.Waiting.Reason, oneLine(c.State.Waiting.Message)
	switch reason {
	case "PodInitializing":
		return "", "", false // an init container has its own word
	case "", "ContainerCreating":
		return creating(image, events)
	case "CrashLoopBackOff":
		return fmt.Sprintf("the back-off before container %s is restarted", c.Name), RestartBackOff, false
	case "ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull", "RegistryUnavailable", "SignatureValidationFailed":
		return unpullable(image, message, events), ImagePull, true
	default:
		return fmt.Sprintf("container %s, which cannot be started (%s): %s", c.Name, reason, message), missing(message, ContainerCreate), true
	}
}

func creating(image string, events []job.Event) (waitsFor string, cause Cause, stuck bool) {
	e := lastEvent(events, func(job.Event) bool { return true })
	switch {
	case e == nil || e.Reason == "Scheduled":
		return "its container to be created", Starting, false
	case e.Reason == "Pulling":
		return fmt.Sprintf("image %s to be pulled", image), Starting, false
	case aboutPull(e.Message): // the events of a pull come before the status
		return unpullable(image, "", events), ImagePull, true
	case e.Reason == "Failed": // the status of the container says it in a moment, and better
		return "its container to be created", Starting, false
	case e.Type == "Warning":
		message := oneLine(e.Message)
		return fmt.Sprintf("its container, which cannot be created (%s): %s", e.Reason, message), missing(message, ContainerCreate), true
	default:
		return "its container to be created", Starting, false
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

func unpullable(image, message string, events []job.Event) string {
	return fmt.Sprintf("image %s, which cannot be pulled: %s", image, pullFailure(message, events))
}

// pullFailure is the kubelet's error of the pull: while it backs off, only the event tells it.
func pullFailure(message string, events []job.Event) string {
	e := lastEvent(events, func(e job.Event) bool {
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

// lastEvent is the newest event that keep takes.
func lastEvent(events []job.Event, keep func(job.Event) bool) *job.Event {
	var last *job.Event
	for i, e := range events {
		if keep(e) && (last == nil || e.After(*last)) {
			last = &events[i]
		}
	}
	return last
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
