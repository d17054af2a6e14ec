package job

import (
	"fmt"
	"path"
	"slices"
)

// PodFailurePolicy says by rules what a failed Pod means for its Job; the first rule that matches counts.
type PodFailurePolicy struct {
	Rules []PodFailureRule `json:"rules,omitempty"`
}

// PodFailureRule is one rule, with one of its two requirements. Action is FailJob, FailIndex, Ignore or Count.
type PodFailureRule struct {
	Action          string                `json:"action"`
	OnExitCodes     *OnExitCodes          `json:"onExitCodes,omitempty"`
	OnPodConditions []PodConditionPattern `json:"onPodConditions,omitempty"`
}

// OnExitCodes matches a container that failed with one (Operator In) or none (NotIn) of the values; without
// a ContainerName, any container.
type OnExitCodes struct {
	ContainerName *string `json:"containerName,omitempty"`
	Operator      string  `json:"operator"`
	Values        []int32 `json:"values"`
}

// PodConditionPattern matches a Pod that has such a condition.
type PodConditionPattern struct {
	Type   string `json:"type"`
	Status string `json:"status"`
}

// ignores tells whether the failure of p uses up none of the Job's retries
// (pkg/controller/job/pod_failure_policy.go, matchPodFailurePolicy).
func (s Spec) ignores(p Pod) bool {
	if s.PodFailurePolicy == nil {
		return false
	}
	for _, rule := range s.PodFailurePolicy.Rules {
		if rule.matches(p.Status) {
			return rule.Action == "Ignore"
		}
	}
	return false
}

func (r PodFailureRule) matches(s PodStatus) bool {
	if r.OnExitCodes != nil {
		return slices.ContainsFunc(s.ContainerStatuses, r.OnExitCodes.match) ||
			slices.ContainsFunc(s.InitContainerStatuses, r.OnExitCodes.match)
	}
	return slices.ContainsFunc(s.Conditions, func(c Condition) bool {
		return slices.ContainsFunc(r.OnPodConditions, func(p PodConditionPattern) bool {
			return p.Type == c.Type && p.Status == c.Status
		})
	})
}

func (r *OnExitCodes) match(c ContainerStatus) bool {
	t := c.State.Terminated
	if t == nil || t.ExitCode == 0 || r.ContainerName != nil && *r.ContainerName != c.Name {
		return false
	}
	return slices.Contains(r.Values, t.ExitCode) == (r.Operator == "In")
}

// PolicyMatch is what a FailJob rule of a Pod failure policy matched: a container that failed, or a
// condition of the Pod; then Container is empty and ExitCode nil.
type PolicyMatch struct {
	Pod       string
	Container string
	ExitCode  *int32
}

// PolicyMatch tells by what a FailJob rule ended the Job, nil if none did or if it is not told. It stands in
// the message of the Job's condition only (pkg/controller/job/pod_failure_policy.go, matchPodFailurePolicy).
func (j Job) PolicyMatch() *PolicyMatch {
	verdict := j.Verdict()
	if verdict == nil || verdict.Reason != "PodFailurePolicy" {
		return nil
	}
	var container, pod, condition string
	var code int32
	if n, _ := fmt.Sscanf(verdict.Message, "Container %s for pod %s failed with exit code %d matching", &container, &pod, &code); n == 3 {
		return &PolicyMatch{Pod: path.Base(pod), Container: container, ExitCode: &code}
	}
	if n, _ := fmt.Sscanf(verdict.Message, "Pod %s has condition %s matching", &pod, &condition); n == 2 {
		return &PolicyMatch{Pod: path.Base(pod)}
	}
	return nil
}
