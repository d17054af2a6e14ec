package job

import (
	"cmp"
	"slices"
	"time"
)

// IndexAnnotation holds a Pod's completion index
// (staging/src/k8s.io/api/batch/v1/types.go, JobCompletionIndexAnnotation).
const IndexAnnotation = "batch.kubernetes.io/job-completion-index"

// History collects what is seen of a Job's Pods over time, so that attempts survive the deletion of
// their Pod and the restart of their container. The zero value is ready to use.
type History struct {
	pods   map[string]*podHistory
	before int // failures of Pods that existed no longer at the first sight
}

type podHistory struct {
	pod     Pod
	runs    map[run]Terminated
	deleted time.Time // when its deletion was asked for, as the first sight of it told
	charged bool      // the Job controller counts its deletion as a failure
	gone    time.Time
	last    Attempt // the attempt that its present state tells of
}

type run struct {
	container string
	restart   int32
}

// Observe takes in a Pod as it is now.
func (h *History) Observe(p Pod) {
	if h.pods == nil {
		h.pods = map[string]*podHistory{}
	}
	seen := h.pods[p.Metadata.UID]
	if seen == nil {
		seen = &podHistory{runs: map[run]Terminated{}}
		h.pods[p.Metadata.UID] = seen
	}
	seen.pod = p
	seen.observeDeletion()
	for _, c := range p.appContainers() {
		if t := c.State.Terminated; t != nil {
			seen.runs[run{c.Name, c.RestartCount}] = *t
		}
		if t := c.LastState.Terminated; t != nil {
			if last := c.LastRun(); last >= 0 {
				seen.runs[run{c.Name, last}] = *t
			}
		}
	}
	seen.last = seen.latest()
}

// Begin takes in the Pods that exist when the watching begins. j has to have been read before them: failures that
// its status counts beyond theirs are those of Pods that exist no longer.
func (h *History) Begin(j Job, pods []Pod) {
	for _, p := range pods {
		h.Observe(p)
	}
	h.before = max(int(j.Status.Failed)-h.counted(j.Spec), 0)
}

// counted is how many of the Pods count against backoffLimit.
func (h *History) counted(s Spec) int {
	n := 0
	for _, seen := range h.pods {
		if seen.failed(s) && !s.ignores(seen.pod) {
			n++
		}
	}
	return n
}

// TrackingFinalizer is on each Pod that the Job controller has yet to count
// (staging/src/k8s.io/api/batch/v1/types.go, JobTrackingFinalizer).
const TrackingFinalizer = "batch.kubernetes.io/job-tracking"

// observeDeletion keeps what the first sight of a deletion tells: later updates move its time, and take
// the finalizer away. A Pod that the Job controller deletes for a suspension or a lower parallelism has
// lost the finalizer before, and is not counted (pkg/controller/job/job_controller.go, deleteJobPods).
func (seen *podHistory) observeDeletion() {
	at := seen.pod.Metadata.deletedAt()
	if at.IsZero() {
		return
	}
	if seen.deleted.IsZero() {
		seen.charged = slices.Contains(seen.pod.Metadata.Finalizers, TrackingFinalizer)
	}
	if seen.deleted.IsZero() || at.Before(seen.deleted) {
		seen.deleted = at
	}
}

// failed tells whether the Job controller takes the Pod to have failed: by itself, or because somebody
// deleted it (pkg/controller/job/job_controller.go, isPodFailed).
func (seen *podHistory) failed(s Spec) bool {
	switch seen.last.Outcome {
	case AttemptFailed:
		return true
	case AttemptSucceeded:
		return false
	default:
		return seen.charged && (seen.pod.Status.Phase == "Failed" || s.PodReplacementPolicy != "Failed")
	}
}

// LastRun is the number, from 0, of the run that LastState tells of, -1 if there is none. While a
// container waits to be restarted, its restartCount does not count that restart yet
// (pkg/kubelet/kubelet_pods.go, convertToAPIContainerStatuses).
func (c ContainerStatus) LastRun() int32 {
	if c.State.Waiting != nil && c.LastState.Terminated != nil {
		return c.RestartCount
	}
	return c.RestartCount - 1
}

// Gone notes that a Pod no longer exists.
func (h *History) Gone(uid string, at time.Time) {
	if seen := h.pods[uid]; seen != nil && seen.gone.IsZero() {
		seen.gone = at
		seen.last = seen.latest()
	}
}

// Begun tells whether a container of a Pod that was seen has begun to run.
func (h *History) Begun() bool {
	for _, seen := range h.pods {
		if seen.last.Outcome != AttemptPending && seen.last.Outcome != AttemptDeleted || len(seen.runs) > 0 {
			return true
		}
	}
	return false
}

// Len is the number of Pods seen.
func (h *History) Len() int { return len(h.pods) }

// Pods are the Pods that still exist, the oldest first.
func (h *History) Pods() []Pod {
	pods := make([]Pod, 0, len(h.pods))
	for _, seen := range h.ordered() {
		if seen.gone.IsZero() {
			pods = append(pods, seen.pod)
		}
	}
	return pods
}

// Unsettled tells whether there is a Pod that has not ended as far as was seen, though it is not among
// those that still exist.
func (h *History) Unsettled(existing []Pod) bool {
	exists := map[string]bool{}
	for _, p := range existing {
		exists[p.Metadata.UID] = true
	}
	for uid, seen := range h.pods {
		if seen.gone.IsZero() && !exists[uid] {
			return true
		}
	}
	return false
}

func (h *History) ordered() []*podHistory {
	all := make([]*podHistory, 0, len(h.pods))
	for _, seen := range h.pods {
		all = append(all, seen)
	}
	slices.SortFunc(all, func(a, b *podHistory) int { return byAge(&a.pod.Metadata, &b.pod.Metadata) })
	return all
}

// InOrder sorts Pods by age, the oldest first: the order in which their attempts are numbered.
func InOrder(pods []Pod) []Pod {
	sorted := slices.Clone(pods)
	slices.SortFunc(sorted, func(a, b Pod) int { return byAge(&a.Metadata, &b.Metadata) })
	return sorted
}

func byAge(a, b *Metadata) int {
	return cmp.Or(a.CreationTimestamp.Compare(b.CreationTimestamp), cmp.Compare(a.Name, b.Name))
}

// appContainers are the containers that decide how a Pod ends: init containers that run to
// completion and the main containers, not sidecars.
func (p Pod) appContainers() []ContainerStatus {
	sidecar := map[string]bool{}
	for _, c := range p.Spec.InitContainers {
		sidecar[c.Name] = c.RestartPolicy == "Always"
	}
	var app []ContainerStatus
	for _, c := range p.Status.InitContainerStatuses {
		if !sidecar[c.Name] {
			app = append(app, c)
		}
	}
	return append(app, p.Status.ContainerStatuses...)
}

// FinishedAt is when the Job controller takes a Pod to have finished, zero while it has not
// (pkg/controller/job/backoff_utils.go, getFinishedTime).
func (p Pod) FinishedAt() time.Time {
	if p.Status.Phase != "Succeeded" && p.Status.Phase != "Failed" {
		return time.Time{}
	}
	return p.finishedAt()
}

func (p Pod) finishedAt() time.Time {
	if at := p.containersFinishedAt(); !at.IsZero() {
		return at
	}
	for _, c := range p.Status.Conditions {
		if c.Type == "Ready" && c.Status == "False" && !c.LastTransitionTime.IsZero() {
			return c.LastTransitionTime
		}
	}
	if at := p.Metadata.deletedAt(); !at.IsZero() {
		return at
	}
	return p.Metadata.CreationTimestamp
}

// containersFinishedAt is when the last container ended, zero while one has not.
func (p Pod) containersFinishedAt() time.Time {
	var last time.Time
	for _, c := range p.Status.ContainerStatuses {
		t := c.State.Terminated
		if t == nil || t.FinishedAt.IsZero() {
			return time.Time{}
		}
		if t.FinishedAt.After(last) {
			last = t.FinishedAt
		}
	}
	return last
}

// Progress says how far the Job is, such as "3/8 completions, 2 active, 1 failed". The Job controller counts
// Pods a moment after they have ended; those that were seen to end are counted at once.
func (h *History) Progress(j Job) string {
	if h.Len() > 0 {
		var active, succeeded, failed int32
		for _, seen := range h.pods {
			switch {
			case seen.pod.Status.Phase == "Succeeded":
				succeeded++
			case seen.failed(j.Spec) && !j.Spec.ignores(seen.pod):
				failed++
			case seen.gone.IsZero() && seen.pod.Status.Phase != "Failed":
				active++
			}
		}
		j.Status.Active = min(j.Status.Active, active)
		j.Status.Succeeded = max(j.Status.Succeeded, succeeded)
		j.Status.Failed = max(j.Status.Failed, failed)
	}
	return j.Progress()
}
