package analyze

import (
	"slices"
	"strings"
)

// explains says which rules of kubectl job lint are about the same as a cause: what they find in the Job is told with it. A name
// that ends in * stands for all that begin so.
func explains(c Cause) []string {
	switch c {
	case OutOfMemory:
		return []string{"container/no-limit-of-memory", "parallelism/no-requests"}
	case ExitCode, StartFailed, ContainerCreate:
		return []string{"container/command-in-one-string", "container/script-in-pieces", "container/variable-not-expanded"}
	case Signal:
		return []string{"container/shell-does-not-pass-on", "container/liveness-probe"}
	case BackoffLimit, FailedIndexes, TooManyFailed, FailurePolicy, Retries:
		return []string{"retries/*"}
	case PodsGone:
		return []string{"retries/on-failure-loses-logs"}
	case Evicted, Preempted, NodeLost, DeadNode:
		return []string{"retries/disruption-counts", "container/may-be-moved", "container/bare-node"}
	case Deadline, DeadlineRisk:
		return []string{"retries/deadline-*", "retries/grace-longer-than-deadline", "lifecycle/suspended-deadline", "double-run/deadline-longer-than-interval"}
	case RanTwice, RanAfterDone, Restarted:
		return []string{"double-run/*", "retries/on-failure-*"}
	case SidecarRuns:
		return []string{"container/daemon-beside-the-work", "container/daemon", "container/never-ends", "container/mesh-proxy"}
	case Suspended:
		return []string{"lifecycle/suspended*"}
	case NoParallelism:
		return []string{"parallelism/zero"}
	case ManagedElsewhere:
		return []string{"lifecycle/of-another-controller"}
	case StuckTerminating:
		return []string{"lifecycle/replacement-waits-for-ever", "double-run/long-grace-period"}
	case Unschedulable, UnboundClaim:
		return []string{"parallelism/one-pod-a-node", "parallelism/one-port-a-node", "parallelism/shared-claim", "parallelism/no-requests"}
	case ImagePull:
		return []string{"container/moving-tag"}
	case FewerPods, Straggler, Overhead:
		return []string{"parallelism/*"}
	case TTL:
		return []string{"lifecycle/gone-at-once"}
	default:
		return nil
	}
}

// joinLint puts what the linter found in the Job to the first finding that it explains.
func (a *analysis) joinLint() {
	used := make([]bool, len(a.Lint))
	for i := range a.findings {
		f := &a.findings[i]
		for _, rule := range explains(f.Cause) {
			for n, l := range a.Lint {
				if used[n] || !matches(rule, l.Rule) {
					continue
				}
				used[n] = true
				f.Lint = append(f.Lint, l)
				f.Rules = slices.DeleteFunc(f.Rules, func(r string) bool { return r == l.Rule })
			}
		}
	}
}

func matches(pattern, rule string) bool {
	if start, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(rule, start)
	}
	return pattern == rule
}
