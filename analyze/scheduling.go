package analyze

import (
	"fmt"
	"strconv"
	"strings"
)

// Predicate is one reason for which the scheduler passed nodes over.
type Predicate struct {
	Nodes  int    `json:"nodes"` // how many; 0 if the scheduler does not say
	Reason string `json:"reason"`
}

// predicates reads the scheduler's message "0/5 nodes are available: 2 Insufficient cpu, 3 node(s) ..."
// (staging/src/k8s.io/kube-scheduler/framework, FitError).
func predicates(message string) []Predicate {
	message, _, _ = strings.Cut(message, " preemption: ")
	_, reasons, ok := strings.Cut(message, " nodes are available: ")
	if !ok {
		return nil
	}
	var all []Predicate
	for part := range strings.SplitSeq(strings.TrimSuffix(strings.TrimSpace(reasons), "."), ", ") {
		number, reason, ok := strings.Cut(part, " ")
		n, err := strconv.Atoi(number)
		switch {
		case ok && err == nil:
			all = append(all, Predicate{n, reason})
		case len(all) > 0 && all[len(all)-1].Nodes > 0: // a comma within a reason
			all[len(all)-1].Reason += ", " + part
		default:
			all = append(all, Predicate{0, part})
		}
	}
	return all
}

// unschedulableBy tells apart what is missing besides room on the nodes.
func unschedulableBy(message string) Cause {
	switch {
	case strings.Contains(message, "persistentvolumeclaim") && strings.Contains(message, "not found"):
		return MissingClaim
	case strings.Contains(message, "unbound immediate PersistentVolumeClaims"):
		return UnboundClaim
	// pkg/scheduler/framework/plugins/gangscheduling
	case strings.Contains(message, "from a gang"), strings.Contains(message, "pod group"), strings.Contains(message, "PodGroup"),
		strings.Contains(message, "minCount ("), strings.Contains(message, "gang is unschedulable"):
		return GangNotMet
	default:
		return Unschedulable
	}
}

// remedy says what would let the Pod onto nodes that were passed over for this reason.
func (p Predicate) remedy() string {
	switch reason := p.Reason; {
	case strings.HasPrefix(reason, "Insufficient "):
		return fmt.Sprintf("request less %s, or add nodes that have more of it free", strings.TrimPrefix(reason, "Insufficient "))
	case strings.HasPrefix(reason, "Too many pods"):
		return "wait until Pods end, or add nodes"
	case strings.Contains(reason, "taint"):
		return "tolerate the taint in spec.template.spec.tolerations, or remove it from a node"
	case strings.Contains(reason, "node affinity/selector"):
		return "label a node as spec.template.spec.nodeSelector or affinity asks, or ask for less"
	case strings.Contains(reason, "were unschedulable"):
		return "uncordon a node (kubectl uncordon NODE)"
	case strings.Contains(reason, "anti-affinity"), strings.Contains(reason, "affinity rules"):
		return "loosen the affinity to other Pods, or add nodes"
	case strings.Contains(reason, "topology spread"):
		return "loosen spec.template.spec.topologySpreadConstraints, or add nodes where they ask for them"
	case strings.Contains(reason, "free ports"):
		return "do without hostPort, or add nodes: one Pod a node can have it"
	case strings.Contains(reason, "volume"):
		return "see where the volume can be used (kubectl describe pv)"
	default:
		return ""
	}
}
