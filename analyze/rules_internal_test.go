package analyze

import (
	"slices"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint"
)

// Each pattern stands for rules that there are.
func TestRulesExist(t *testing.T) {
	rules := lint.Rules()
	for _, c := range []Cause{
		OutOfMemory, ExitCode, StartFailed, ContainerCreate, Signal, BackoffLimit, FailedIndexes, TooManyFailed, FailurePolicy, Retries, PodsGone, Evicted,
		Preempted, NodeLost, DeadNode, Deadline, DeadlineRisk, RanTwice, RanAfterDone, Restarted, SidecarRuns, Suspended, NoParallelism, ManagedElsewhere,
		StuckTerminating, Unschedulable, UnboundClaim, ImagePull, FewerPods, Straggler, Overhead, TTL,
	} {
		patterns := explains(c)
		if len(patterns) == 0 {
			t.Errorf("%s: no rule", c)
		}
		for _, pattern := range patterns {
			if !slices.ContainsFunc(rules, func(r lint.Rule) bool { return matches(pattern, r.Name) }) {
				t.Errorf("%s: no rule is like %s", c, pattern)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	for message, want := range map[string]Cause{
		`Error creating: pods "x" is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1`:                              QuotaExceeded,
		`Error creating: pods "x" is forbidden: failed quota: q: must specify limits.cpu for: c`:                                                  QuotaExceeded,
		`Error creating: pods "x" is forbidden: maximum memory usage per Container is 1Gi, but limit is 2Gi`:                                      LimitRange,
		`Error creating: pods "x" is forbidden: cpu max limit to request ratio per Pod is 2, but provided ratio is 4.000000`:                      LimitRange,
		`Error creating: pods "x" is forbidden: violates PodSecurity "baseline:latest": privileged`:                                               PodSecurity,
		`Error creating: admission webhook "w.example.com" denied the request: no`:                                                                WebhookDenied,
		`Error creating: Internal error occurred: failed calling webhook "w.example.com": failed to call webhook: Post "https://x": EOF`:          WebhookFailed,
		`Error creating: pods "x" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: no`:                                PolicyDenied,
		`Error creating: pods "x" is forbidden: error looking up service account d/a: serviceaccount "a" not found`:                               MissingServiceAccount,
		`Error creating: pods "x" is forbidden: no PriorityClass with name high was found`:                                                        MissingPriorityClass,
		`Error creating: pods "x" is forbidden: pod rejected: RuntimeClass "r" not found`:                                                         MissingRuntimeClass,
		`Error creating: Pod "x" is invalid: spec.containers[0].image: Required value`:                                                            CreateRefused,
		`Error creating: pods "x" is forbidden: User "system:serviceaccount:kube-system:job-controller" cannot create resource "pods" in the cl.`: CreateRefused,
	} {
		if got := refusalOf(message); got != want {
			t.Errorf("%s: got %s, want %s", message, got, want)
		}
	}
}

func TestPredicates(t *testing.T) {
	for message, want := range map[string][]Predicate{
		"no nodes available to schedule pods":                               nil,
		"0/2 nodes are available: 2 Insufficient cpu. preemption: 0/2 none": {{2, "Insufficient cpu"}},
		"0/9 nodes are available: 1 Insufficient cpu, 5 node(s) didn't match Pod's node affinity/selector, 3 node(s) had untolerated taint {a: b}.": {
			{1, "Insufficient cpu"}, {5, "node(s) didn't match Pod's node affinity/selector"}, {3, "node(s) had untolerated taint {a: b}"},
		},
		`0/2 nodes are available: persistentvolumeclaim "x" not found. not found`: {{0, `persistentvolumeclaim "x" not found. not found`}},
		"0/2 nodes are available: 2 one thing, and another.":                      {{2, "one thing, and another"}},
	} {
		if got := predicates(message); !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", message, got, want)
		}
	}
}

func TestUnschedulableBy(t *testing.T) {
	for message, want := range map[string]Cause{
		"0/2 nodes are available: 2 Insufficient cpu.":                                                              Unschedulable,
		`0/2 nodes are available: persistentvolumeclaim "x" not found.`:                                             MissingClaim,
		"0/2 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found":                      UnboundClaim,
		"waiting for minCount pods from a gang to appear in scheduling queue":                                       GangNotMet,
		`waiting for pods's pod group "g" to appear in scheduling queue`:                                            GangNotMet,
		"0/2 nodes are available: minCount (4) cannot be satisfied: 1 scheduled, 2 remaining, 2 Insufficient cpu.":  GangNotMet,
		"0/2 nodes are available: 1 node(s) were unschedulable, 1 node(s) had untolerated taint {gang: scheduling}": Unschedulable,
	} {
		if got := unschedulableBy(message); got != want {
			t.Errorf("%s: got %s, want %s", message, got, want)
		}
	}
}

func TestMissing(t *testing.T) {
	for message, want := range map[string]Cause{
		`configmap "x" not found`: MissingConfigMap,
		`secret "x" not found`:    MissingSecret,
		`MountVolume.SetUp failed for volume "v" : secret "x" not found`:  MissingSecret,
		"couldn't find key a in ConfigMap d/x":                            MissingConfigMap,
		"configmap references non-existent config key: a":                 MissingConfigMap,
		"the container name is taken":                                     ContainerCreate,
		"failed to sync configmap cache: timed out waiting for condition": ContainerCreate,
	} {
		if got := missing(message, ContainerCreate); got != want {
			t.Errorf("%s: got %s, want %s", message, got, want)
		}
	}
}
