package cluster

import (
	"fmt"
	"time"

	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-job/kubectl-job/job"
)

func leanJob(j *batchv1.Job) job.Job {
	return job.Job{
		Metadata: leanMetadata(&j.ObjectMeta),
		Spec: job.Spec{
			Parallelism:             j.Spec.Parallelism,
			Completions:             j.Spec.Completions,
			CompletionMode:          text(j.Spec.CompletionMode),
			ActiveDeadlineSeconds:   j.Spec.ActiveDeadlineSeconds,
			PodFailurePolicy:        leanFailurePolicy(j.Spec.PodFailurePolicy),
			BackoffLimit:            j.Spec.BackoffLimit,
			BackoffLimitPerIndex:    j.Spec.BackoffLimitPerIndex,
			MaxFailedIndexes:        j.Spec.MaxFailedIndexes,
			Suspend:                 j.Spec.Suspend,
			TTLSecondsAfterFinished: j.Spec.TTLSecondsAfterFinished,
			PodReplacementPolicy:    text(j.Spec.PodReplacementPolicy),
			ManagedBy:               text(j.Spec.ManagedBy),
			Selector:                leanSelector(j.Spec.Selector),
			Template:                job.PodTemplate{Spec: leanPodSpec(&j.Spec.Template.Spec)},
		},
		Status: job.Status{
			Conditions:       leanJobConditions(j.Status.Conditions),
			StartTime:        moment(j.Status.StartTime),
			CompletionTime:   moment(j.Status.CompletionTime),
			Active:           j.Status.Active,
			Succeeded:        j.Status.Succeeded,
			Failed:           j.Status.Failed,
			Ready:            j.Status.Ready,
			Terminating:      j.Status.Terminating,
			CompletedIndexes: j.Status.CompletedIndexes,
			FailedIndexes:    text(j.Status.FailedIndexes),
		},
	}
}

func leanFailurePolicy(p *batchv1.PodFailurePolicy) *job.PodFailurePolicy {
	if p == nil {
		return nil
	}
	lean := &job.PodFailurePolicy{}
	for _, r := range p.Rules {
		rule := job.PodFailureRule{Action: string(r.Action)}
		if on := r.OnExitCodes; on != nil {
			rule.OnExitCodes = &job.OnExitCodes{ContainerName: on.ContainerName, Operator: string(on.Operator), Values: on.Values}
		}
		for _, c := range r.OnPodConditions {
			rule.OnPodConditions = append(rule.OnPodConditions, job.PodConditionPattern{Type: string(c.Type), Status: string(c.Status)})
		}
		lean.Rules = append(lean.Rules, rule)
	}
	return lean
}

func leanPod(p *corev1.Pod) job.Pod {
	return job.Pod{
		Metadata: leanMetadata(&p.ObjectMeta),
		Spec:     leanPodSpec(&p.Spec),
		Status: job.PodStatus{
			Phase:                 string(p.Status.Phase),
			Reason:                p.Status.Reason,
			Message:               p.Status.Message,
			StartTime:             moment(p.Status.StartTime),
			Conditions:            leanPodConditions(p.Status.Conditions),
			InitContainerStatuses: leanContainers(p.Status.InitContainerStatuses),
			ContainerStatuses:     leanContainers(p.Status.ContainerStatuses),
		},
	}
}

func leanEvent(e *corev1.Event) job.Event {
	lean := job.Event{
		Metadata: leanMetadata(&e.ObjectMeta),
		InvolvedObject: job.ObjectReference{
			Kind:      e.InvolvedObject.Kind,
			Namespace: e.InvolvedObject.Namespace,
			Name:      e.InvolvedObject.Name,
			UID:       string(e.InvolvedObject.UID),
		},
		Type:           e.Type,
		Reason:         e.Reason,
		Message:        e.Message,
		Count:          e.Count,
		FirstTimestamp: e.FirstTimestamp.Time,
		LastTimestamp:  e.LastTimestamp.Time,
		EventTime:      e.EventTime.Time,
	}
	if e.Series != nil {
		lean.Count = e.Series.Count
		lean.LastTimestamp = e.Series.LastObservedTime.Time
	}
	return lean
}

func leanSelector(s *metav1.LabelSelector) *job.Selector {
	if s == nil {
		return nil
	}
	lean := &job.Selector{MatchLabels: s.MatchLabels}
	for _, r := range s.MatchExpressions {
		lean.MatchExpressions = append(lean.MatchExpressions, job.SelectorRequirement{
			Key: r.Key, Operator: string(r.Operator), Values: r.Values,
		})
	}
	return lean
}

// clientSelector is the way back, for a list of the Job's Pods.
func clientSelector(s *job.Selector) (labels.Selector, error) {
	if s == nil {
		return labels.Nothing(), nil
	}
	full := &metav1.LabelSelector{MatchLabels: s.MatchLabels}
	for _, r := range s.MatchExpressions {
		full.MatchExpressions = append(full.MatchExpressions, metav1.LabelSelectorRequirement{
			Key: r.Key, Operator: metav1.LabelSelectorOperator(r.Operator), Values: r.Values,
		})
	}
	selector, err := metav1.LabelSelectorAsSelector(full)
	if err != nil {
		return nil, fmt.Errorf("spec.selector of the Job: %w", err)
	}
	return selector, nil
}

func leanMetadata(m *metav1.ObjectMeta) job.Metadata {
	lean := job.Metadata{
		Name:                       m.Name,
		Namespace:                  m.Namespace,
		UID:                        string(m.UID),
		ResourceVersion:            m.ResourceVersion,
		CreationTimestamp:          m.CreationTimestamp.Time,
		DeletionTimestamp:          moment(m.DeletionTimestamp),
		DeletionGracePeriodSeconds: m.DeletionGracePeriodSeconds,
		Labels:                     m.Labels,
		Annotations:                m.Annotations,
		Finalizers:                 m.Finalizers,
	}
	for _, o := range m.OwnerReferences {
		lean.OwnerReferences = append(lean.OwnerReferences, job.OwnerReference{
			APIVersion: o.APIVersion, Kind: o.Kind, Name: o.Name, UID: string(o.UID), Controller: o.Controller,
		})
	}
	return lean
}

func leanPodSpec(s *corev1.PodSpec) job.PodSpec {
	lean := job.PodSpec{NodeName: s.NodeName, RestartPolicy: string(s.RestartPolicy)}
	for _, c := range s.InitContainers {
		lean.InitContainers = append(lean.InitContainers, job.Container{
			Name: c.Name, Image: c.Image, RestartPolicy: text(c.RestartPolicy), Resources: leanResources(c.Resources),
		})
	}
	for _, c := range s.Containers {
		lean.Containers = append(lean.Containers, job.Container{Name: c.Name, Image: c.Image, Resources: leanResources(c.Resources)})
	}
	if g := s.SchedulingGroup; g != nil && g.PodGroupName != nil {
		lean.SchedulingGroup = &job.SchedulingGroup{PodGroupName: *g.PodGroupName}
	}
	for _, v := range s.Volumes {
		if v.PersistentVolumeClaim != nil {
			lean.Volumes = append(lean.Volumes, job.Volume{Name: v.Name, Claim: &job.VolumeClaim{ClaimName: v.PersistentVolumeClaim.ClaimName}})
		}
	}
	return lean
}

func leanResources(r corev1.ResourceRequirements) job.Resources {
	return job.Resources{Requests: quantities(r.Requests), Limits: quantities(r.Limits)}
}

func quantities(list corev1.ResourceList) map[string]string {
	if len(list) == 0 {
		return nil
	}
	lean := make(map[string]string, len(list))
	for name, quantity := range list {
		lean[string(name)] = quantity.String()
	}
	return lean
}

func leanJobConditions(conditions []batchv1.JobCondition) []job.Condition {
	var lean []job.Condition
	for _, c := range conditions {
		lean = append(lean, job.Condition{
			Type: string(c.Type), Status: string(c.Status), Reason: c.Reason, Message: c.Message,
			LastTransitionTime: c.LastTransitionTime.Time,
		})
	}
	return lean
}

func leanPodConditions(conditions []corev1.PodCondition) []job.Condition {
	var lean []job.Condition
	for _, c := range conditions {
		lean = append(lean, job.Condition{
			Type: string(c.Type), Status: string(c.Status), Reason: c.Reason, Message: c.Message,
			LastTransitionTime: c.LastTransitionTime.Time,
		})
	}
	return lean
}

func leanContainers(statuses []corev1.ContainerStatus) []job.ContainerStatus {
	var lean []job.ContainerStatus
	for _, s := range statuses {
		lean = append(lean, job.ContainerStatus{
			Name: s.Name, RestartCount: s.RestartCount, ContainerID: s.ContainerID,
			State: leanState(s.State), LastState: leanState(s.LastTerminationState),
		})
	}
	return lean
}

func leanState(s corev1.ContainerState) job.ContainerState {
	var lean job.ContainerState
	if w := s.Waiting; w != nil {
		lean.Waiting = &job.Waiting{Reason: w.Reason, Message: w.Message}
	}
	if r := s.Running; r != nil {
		lean.Running = &job.Running{StartedAt: r.StartedAt.Time}
	}
	if t := s.Terminated; t != nil {
		lean.Terminated = &job.Terminated{
			ExitCode: t.ExitCode, Signal: t.Signal, Reason: t.Reason, Message: t.Message,
			StartedAt: sinceEpoch(t.StartedAt), FinishedAt: sinceEpoch(t.FinishedAt),
		}
	}
	return lean
}

// sinceEpoch is zero for 1970, which the kubelet reports of a container that never started.
func sinceEpoch(t metav1.Time) time.Time {
	if t.Unix() == 0 {
		return time.Time{}
	}
	return t.Time
}

func moment(t *metav1.Time) time.Time {
	if t == nil {
		return time.Time{}
	}
	return t.Time
}

func text[S ~string](s *S) string {
	if s == nil {
		return ""
	}
	return string(*s)
}
