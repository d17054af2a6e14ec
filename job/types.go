// Package job says what a Job is: its kind, its state, its attempts and the arithmetic of its
// back-off. It is pure: no client, no terminal, no clock of its own.
//
// Its structs are a lean part of batch/v1 and core/v1 that carries the API's JSON names, so that the
// output of "kubectl get job,pod,event -o json" decodes straight into them.
package job

import (
	"strconv"
	"time"
)

// Metadata is the part of ObjectMeta that the product reads. Unset times are zero.
type Metadata struct {
	Name                       string            `json:"name,omitempty"`
	Namespace                  string            `json:"namespace,omitempty"`
	UID                        string            `json:"uid,omitempty"`
	ResourceVersion            string            `json:"resourceVersion,omitempty"`
	CreationTimestamp          time.Time         `json:"creationTimestamp,omitzero"`
	DeletionTimestamp          time.Time         `json:"deletionTimestamp,omitzero"`
	DeletionGracePeriodSeconds *int64            `json:"deletionGracePeriodSeconds,omitempty"`
	Labels                     map[string]string `json:"labels,omitempty"`
	Annotations                map[string]string `json:"annotations,omitempty"`
	Finalizers                 []string          `json:"finalizers,omitempty"`
	OwnerReferences            []OwnerReference  `json:"ownerReferences,omitempty"`
}

// deletedAt is when the deletion was asked for, zero if it was not. When a grace period is cut to 0, both
// fields are written anew, and this comes out later than at first
// (staging/src/k8s.io/apiserver/pkg/registry/generic/registry/store.go, markAsDeleting).
func (m Metadata) deletedAt() time.Time {
	if m.DeletionTimestamp.IsZero() {
		return time.Time{}
	}
	grace := time.Duration(deref(m.DeletionGracePeriodSeconds, 0)) * time.Second
	return m.DeletionTimestamp.Add(-grace)
}

// OwnerReference names an object that owns this one.
type OwnerReference struct {
	APIVersion string `json:"apiVersion"`
	Kind       string `json:"kind"`
	Name       string `json:"name"`
	UID        string `json:"uid"`
	Controller *bool  `json:"controller,omitempty"`
}

// Job is a batch/v1 Job.
type Job struct {
	Metadata Metadata `json:"metadata"`
	Spec     Spec     `json:"spec"`
	Status   Status   `json:"status"`
}

// Spec is a batch/v1 JobSpec; a nil pointer is a field that is not set.
type Spec struct {
	Parallelism             *int32            `json:"parallelism,omitempty"`
	Completions             *int32            `json:"completions,omitempty"`
	CompletionMode          string            `json:"completionMode,omitempty"`
	ActiveDeadlineSeconds   *int64            `json:"activeDeadlineSeconds,omitempty"`
	PodFailurePolicy        *PodFailurePolicy `json:"podFailurePolicy,omitempty"`
	BackoffLimit            *int32            `json:"backoffLimit,omitempty"`
	BackoffLimitPerIndex    *int32            `json:"backoffLimitPerIndex,omitempty"`
	MaxFailedIndexes        *int32            `json:"maxFailedIndexes,omitempty"`
	Suspend                 *bool             `json:"suspend,omitempty"`
	TTLSecondsAfterFinished *int32            `json:"ttlSecondsAfterFinished,omitempty"`
	PodReplacementPolicy    string            `json:"podReplacementPolicy,omitempty"`
	ManagedBy               string            `json:"managedBy,omitempty"`
	Selector                *Selector         `json:"selector,omitempty"`
	Template                PodTemplate       `json:"template"`
}

// Selector is a label selector; a Job's own is made by the API server unless manualSelector is true.
type Selector struct {
	MatchLabels      map[string]string     `json:"matchLabels,omitempty"`
	MatchExpressions []SelectorRequirement `json:"matchExpressions,omitempty"`
}

// SelectorRequirement is one expression of a Selector.
type SelectorRequirement struct {
	Key      string   `json:"key"`
	Operator string   `json:"operator"`
	Values   []string `json:"values,omitempty"`
}

// PodTemplate is the Pod that a Job makes.
type PodTemplate struct {
	Spec PodSpec `json:"spec"`
}

// PodSpec is the part of a core/v1 PodSpec that the product reads.
type PodSpec struct {
	NodeName        string           `json:"nodeName,omitempty"`
	RestartPolicy   string           `json:"restartPolicy,omitempty"`
	InitContainers  []Container      `json:"initContainers,omitempty"`
	Containers      []Container      `json:"containers,omitempty"`
	Volumes         []Volume         `json:"volumes,omitempty"`
	SchedulingGroup *SchedulingGroup `json:"schedulingGroup,omitempty"`
}

// Volume is a volume of a Pod, as far as it is a claim.
type Volume struct {
	Name  string       `json:"name"`
	Claim *VolumeClaim `json:"persistentVolumeClaim,omitempty"`
}

// VolumeClaim names a PersistentVolumeClaim.
type VolumeClaim struct {
	ClaimName string `json:"claimName"`
}

// Claims are the names of the PersistentVolumeClaims that a Pod uses.
func (s PodSpec) Claims() []string {
	var names []string
	for _, v := range s.Volumes {
		if v.Claim != nil {
			names = append(names, v.Claim.ClaimName)
		}
	}
	return names
}

// SchedulingGroup is what a Pod is scheduled together with, or not at all (KEP-4671).
type SchedulingGroup struct {
	PodGroupName string `json:"podGroupName,omitempty"`
}

// Container is a container by name and image; RestartPolicy "Always" makes an init container a sidecar.
type Container struct {
	Name          string `json:"name"`
	Image         string `json:"image,omitempty"`
	RestartPolicy string `json:"restartPolicy,omitempty"`

	Resources Resources `json:"resources,omitzero"`
}

// Resources are what a container may take, as quantities by the names of resources.
type Resources struct {
	Requests map[string]string `json:"requests,omitempty"`
	Limits   map[string]string `json:"limits,omitempty"`
}

// Status is a batch/v1 JobStatus.
type Status struct {
	Conditions       []Condition `json:"conditions,omitempty"`
	StartTime        time.Time   `json:"startTime,omitzero"`
	CompletionTime   time.Time   `json:"completionTime,omitzero"`
	Active           int32       `json:"active,omitempty"`
	Succeeded        int32       `json:"succeeded,omitempty"`
	Failed           int32       `json:"failed,omitempty"`
	Ready            *int32      `json:"ready,omitempty"`
	Terminating      *int32      `json:"terminating,omitempty"`
	CompletedIndexes string      `json:"completedIndexes,omitempty"`
	FailedIndexes    string      `json:"failedIndexes,omitempty"`
}

// Condition is a condition of a Job or Pod; it holds when Status is "True".
type Condition struct {
	Type               string    `json:"type"`
	Status             string    `json:"status"`
	Reason             string    `json:"reason,omitempty"`
	Message            string    `json:"message,omitempty"`
	LastTransitionTime time.Time `json:"lastTransitionTime,omitzero"`
}

// Pod is a core/v1 Pod.
type Pod struct {
	Metadata Metadata  `json:"metadata"`
	Spec     PodSpec   `json:"spec"`
	Status   PodStatus `json:"status"`
}

// PodStatus is the part of a core/v1 PodStatus that the product reads.
type PodStatus struct {
	Phase                 string            `json:"phase,omitempty"`
	Reason                string            `json:"reason,omitempty"`
	Message               string            `json:"message,omitempty"`
	StartTime             time.Time         `json:"startTime,omitzero"`
	Conditions            []Condition       `json:"conditions,omitempty"`
	InitContainerStatuses []ContainerStatus `json:"initContainerStatuses,omitempty"`
	ContainerStatuses     []ContainerStatus `json:"containerStatuses,omitempty"`
}

// ContainerStatus is the state of one container and of the run before it.
type ContainerStatus struct {
	Name         string         `json:"name"`
	RestartCount int32          `json:"restartCount"`
	ContainerID  string         `json:"containerID,omitempty"`
	State        ContainerState `json:"state,omitzero"`
	LastState    ContainerState `json:"lastState,omitzero"`
}

// ContainerState holds at most one of its members.
type ContainerState struct {
	Waiting    *Waiting    `json:"waiting,omitempty"`
	Running    *Running    `json:"running,omitempty"`
	Terminated *Terminated `json:"terminated,omitempty"`
}

// Waiting is a container that does not run yet, and why.
type Waiting struct {
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
}

// Running is a container that runs.
type Running struct {
	StartedAt time.Time `json:"startedAt,omitzero"`
}

// Terminated is a container that ended.
type Terminated struct {
	ExitCode   int32     `json:"exitCode"`
	Signal     int32     `json:"signal,omitempty"`
	Reason     string    `json:"reason,omitempty"`
	Message    string    `json:"message,omitempty"`
	StartedAt  time.Time `json:"startedAt,omitzero"`
	FinishedAt time.Time `json:"finishedAt,omitzero"`
}

// Event is a core/v1 Event about a Job or one of its Pods.
type Event struct {
	Metadata       Metadata        `json:"metadata"`
	InvolvedObject ObjectReference `json:"involvedObject"`
	Type           string          `json:"type,omitempty"`
	Reason         string          `json:"reason,omitempty"`
	Message        string          `json:"message,omitempty"`
	Count          int32           `json:"count,omitempty"`
	FirstTimestamp time.Time       `json:"firstTimestamp,omitzero"`
	LastTimestamp  time.Time       `json:"lastTimestamp,omitzero"`
	EventTime      time.Time       `json:"eventTime,omitzero"`
}

// ObjectReference names the object that an Event is about.
type ObjectReference struct {
	Kind      string `json:"kind,omitempty"`
	Namespace string `json:"namespace,omitempty"`
	Name      string `json:"name,omitempty"`
	UID       string `json:"uid,omitempty"`
}

// Time is when the event was last seen, in whole seconds where the reporter counts no finer.
func (e Event) Time() time.Time {
	switch {
	case !e.LastTimestamp.IsZero():
		return e.LastTimestamp
	case !e.EventTime.IsZero():
		return e.EventTime
	default:
		return e.Metadata.CreationTimestamp
	}
}

// After tells whether e is newer news than other. Times of events are too coarse for that; the resource
// versions of one cluster are in order (KEP-5504).
func (e Event) After(other Event) bool {
	mine, err := strconv.ParseUint(e.Metadata.ResourceVersion, 10, 64)
	theirs, otherErr := strconv.ParseUint(other.Metadata.ResourceVersion, 10, 64)
	if err != nil || otherErr != nil {
		return e.Time().After(other.Time())
	}
	return mine > theirs
}
