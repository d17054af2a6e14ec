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

// trackingFinalizer is on each Pod that the Job controller has yet to count
// (staging/src/k8s.io/api/batch/v1/types.go, JobTrackingFinalizer).
const trackingFinalizer = "batch.kubernetes.io/job-tracking"

// observeDeletion keeps what the first sight of a deletion tells: later updates move its time, and take
// the finalizer away. A Pod that the Job controller deletes for a suspension or a lower parallelism has
// lost the finalizer before, and is not counted (pkg/controller/job/job_controller.go, deleteJobPods).
func (seen *podHistory) observeDeletion() {
	at := seen.pod.Metadata.deletedAt()
	if at.IsZero() {
		return
	}
	if seen.deleted.IsZero() {
		seen.charged = slices.Contains(seen.pod.Metadata.Finalizers, trackingFinalizer)
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

// failedAt is when a Pod failed, as the Job controller takes it: one that somebody deletes, at once.
func (seen *podHistory) failedAt() time.Time {
	if seen.last.Outcome == AttemptDeleted {
		return seen.deleted
	}
	return seen.pod.finishedAt()
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

// Retry is the next Pod that the Job controller makes after failures.
type Retry struct {
	At       time.Time
	Failures int           // since the last success
	Wait     time.Duration // from the last failure to At
}

// NextRetry tells when the Job controller makes the next Pod while it backs off, nil when it does not
// wait. It counts the Pods that were seen: with failures of others, the controller waits longer.
func (h *History) NextRetry(j Job, now time.Time) *Retry {
	if j.Verdict() != nil || j.Spec.Suspended() || j.Spec.parallelism() == 0 || j.Spec.BackoffLimitPerIndex != nil {
		return nil
	}
	lastSuccess, lastFailure := h.lastSuccess(), time.Time{}
	failures := 0
	for _, seen := range h.pods { // the wait grows with failures that a policy ignores, too
		if at := seen.failedAt(); seen.failed(j.Spec) && at.After(lastSuccess) {
			failures++
			lastFailure = later(lastFailure, at)
		}
	}
	if failures > 0 && j.Status.Succeeded == 0 {
		failures += h.before
	}
	limitReached := h.before+h.counted(j.Spec) > int(deref(j.Spec.BackoffLimit, 6))
	if failures == 0 || limitReached || h.lacking(j) == 0 {
		return nil
	}
	retry := Retry{Failures: failures, Wait: Backoff(failures)}
	retry.At = lastFailure.Add(retry.Wait)
	if !retry.At.After(now) {
		return nil
	}
	return &retry
}

func (h *History) lastSuccess() time.Time {
	var last time.Time
	for _, seen := range h.pods {
		if seen.pod.Status.Phase == "Succeeded" {
			last = later(last, seen.pod.FinishedAt())
		}
	}
	return last
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// lacking is how many Pods the Job still lacks.
func (h *History) lacking(j Job) int32 {
	wanted := j.Spec.parallelism()
	if j.Spec.Kind() == WorkQueue {
		if j.Status.Succeeded > 0 {
			return 0
		}
	} else {
		wanted = min(wanted, j.Spec.completions()-j.Status.Succeeded)
	}
	var active int32
	for _, seen := range h.pods {
		terminating := !seen.deleted.IsZero() && j.Spec.PodReplacementPolicy != "Failed"
		if seen.gone.IsZero() && !terminating && seen.pod.Status.Phase != "Succeeded" && seen.pod.Status.Phase != "Failed" {
			active++
		}
	}
	return max(wanted-active, 0)
}
