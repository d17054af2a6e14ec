package analyze

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// moving says how a Job fares that has not ended.
func (a *analysis) moving() (Health, string) {
	var waits, stuck []Finding
	for _, w := range WaitingFor(a.Snapshot) {
		f := a.wait(w)
		if w.Stuck {
			stuck = append(stuck, f)
		} else {
			waits = append(waits, f)
		}
	}
	for _, f := range stuck {
		a.add(f)
	}
	terminating := a.stuckTerminating()
	sidecar := a.sidecars()
	retry := a.backOff()
	for _, f := range waits {
		a.add(f)
	}
	a.fewerPods(retry, len(stuck) > 0)
	if a.Job.Status.Failed > 0 {
		a.podFailures(Warning)
	}
	running := slices.ContainsFunc(a.attempts, func(t job.Attempt) bool { return t.Outcome == job.AttemptRunning })
	switch {
	case len(stuck) > 0:
		return Wrong, a.findings[0].Text
	case terminating != "":
		return Wrong, terminating
	case sidecar != "":
		return Wrong, sidecar
	case retry != "":
		return Pending, retry
	case running || a.Job.Status.Active > 0 && len(waits) == 0:
		return Good, "runs: " + a.history.Progress(a.Job)
	case len(waits) > 0:
		return Pending, waits[0].Text
	default:
		return Good, "has no Pod now: " + a.history.Progress(a.Job)
	}
}

// wait is what the Job waits for, as a finding.
func (a *analysis) wait(w Wait) Finding {
	f := Finding{Level: Info, Text: "waits for " + w.For, Cause: a.causeOf(w)}
	if w.Stuck {
		f.Level = Error
	}
	switch len(w.Pods) {
	case 0:
		f.Evidence = []Evidence{a.jobEvidence(f.Cause)}
	default:
		for _, name := range w.Pods[:min(len(w.Pods), mostEvidence)] {
			f.Evidence = append(f.Evidence, a.podEvidence(name))
		}
	}
	describe := ""
	if len(w.Pods) > 0 {
		describe = "kubectl describe pod " + w.Pods[0] + a.namespace()
	}
	switch f.Cause {
	case Suspended:
		f.Next, f.Rules = []string{a.command("resume")}, []string{"lifecycle/suspended"}
	case NoParallelism:
		f.Next = []string{a.command("scale", "--parallelism=1")}
	case CreateRefused:
		f.Next = []string{"kubectl describe " + a.ref() + a.namespace(), "kubectl get resourcequota,limitrange" + a.namespace()}
		f.Consequence = "the Job controller tries again, each time later, and does not count it as a failure"
	case NoController:
		f.Next = []string{"kubectl get lease kube-controller-manager -n kube-system"}
	case Unschedulable:
		f.Next = []string{describe, "kubectl get nodes"}
		f.Consequence = "it waits until a node fits: no limit but activeDeadlineSeconds ends that"
	case ImagePull:
		f.Next = []string{describe}
		f.Consequence = "the kubelet tries again for ever: no limit but activeDeadlineSeconds ends that"
	case ContainerConfig, ContainerCreate, SchedulingGated:
		f.Next = []string{describe}
	default:
	}
	return f
}

// causeOf names what is waited for.
func (a *analysis) causeOf(w Wait) Cause {
	spec := a.Job.Spec
	if len(w.Pods) == 0 {
		switch {
		case spec.Suspended():
			return Suspended
		case spec.Parallelism != nil && *spec.Parallelism == 0:
			return NoParallelism
		case w.Stuck:
			return CreateRefused
		case spec.ManagedBy != "" && spec.ManagedBy != "kubernetes.io/job-controller":
			return ManagedElsewhere
		default:
			return NoController
		}
	}
	p := a.pod(w.Pods[0])
	if p.Spec.NodeName == "" {
		for _, c := range p.Status.Conditions {
			if c.Type == "PodScheduled" && c.Status == "False" && c.Reason == "SchedulingGated" {
				return SchedulingGated
			} else if c.Type == "PodScheduled" && c.Status == "False" {
				return Unschedulable
			}
		}
		return Starting
	}
	for _, c := range slices.Concat(p.Status.InitContainerStatuses, p.Status.ContainerStatuses) {
		if c.State.Waiting == nil || c.State.Waiting.Reason == "PodInitializing" {
			continue
		}
		switch {
		case c.State.Waiting.Reason == "CrashLoopBackOff":
			return RestartBackOff
		case strings.HasPrefix(w.For, "image ") && w.Stuck:
			return ImagePull
		case !w.Stuck:
			return Starting
		case strings.HasPrefix(c.State.Waiting.Reason, "CreateContainer"):
			return ContainerConfig
		default:
			return ContainerCreate
		}
	}
	return Starting
}

func (a *analysis) pod(name string) job.Pod {
	for _, p := range a.Pods {
		if p.Metadata.Name == name {
			return p
		}
	}
	return job.Pod{}
}

func (a *analysis) jobEvidence(cause Cause) Evidence {
	j := a.Job
	switch cause {
	case Suspended:
		return Evidence{Object: a.ref(), Field: "spec.suspend", Value: "true"}
	case NoParallelism:
		return Evidence{Object: a.ref(), Field: "spec.parallelism", Value: "0"}
	case ManagedElsewhere:
		return Evidence{Object: a.ref(), Field: "spec.managedBy", Value: j.Spec.ManagedBy}
	case CreateRefused:
		if e := lastEvent(a.events[j.Metadata.UID], func(e job.Event) bool { return e.Reason == "FailedCreate" }); e != nil {
			return Evidence{a.ref(), "event FailedCreate", oneLine(e.Message), e.Time()}
		}
	default:
	}
	if j.Status.StartTime.IsZero() {
		return Evidence{Object: a.ref(), Field: "status.startTime", Value: "not set: no Job controller has seen the Job", Time: j.Metadata.CreationTimestamp}
	}
	return Evidence{a.ref(), "status.active", fmt.Sprint(j.Status.Active), j.Status.StartTime}
}

// podEvidence is what tells that a Pod waits.
func (a *analysis) podEvidence(name string) Evidence {
	p := a.pod(name)
	for _, c := range slices.Concat(p.Status.InitContainerStatuses, p.Status.ContainerStatuses) {
		if w := c.State.Waiting; w != nil && w.Reason != "PodInitializing" {
			return Evidence{"pod/" + name, "status.containerStatuses[" + c.Name + "].state.waiting", strings.TrimSuffix(w.Reason+": "+oneLine(w.Message), ": "), p.Metadata.CreationTimestamp}
		}
	}
	for _, c := range p.Status.Conditions {
		if c.Type == "PodScheduled" && c.Status == "False" {
			return Evidence{"pod/" + name, "status.conditions[PodScheduled]", c.Reason + ": " + oneLine(c.Message), c.LastTransitionTime}
		}
	}
	return Evidence{"pod/" + name, "status.phase", p.Status.Phase, p.Metadata.CreationTimestamp}
}

// backOff says that the Job controller waits before it makes the next Pod.
func (a *analysis) backOff() string {
	retry := a.history.NextRetry(a.Job, a.Now)
	if retry == nil {
		return ""
	}
	text := fmt.Sprintf("backs off: the next Pod comes at %s, %s after failure %d since the last success",
		retry.At.UTC().Format(time.RFC3339), job.Human(retry.Wait), retry.Failures)
	a.add(Finding{
		Cause: BackOff, Level: Info, Text: text,
		Evidence: []Evidence{{a.ref(), "status.failed", fmt.Sprint(a.Job.Status.Failed), retry.At.Add(-retry.Wait)}},
		Next:     []string{a.command("logs", "--failed"), a.command("watch")},
	})
	return text
}

// sidecars finds Pods whose work is done, but for a container beside it that runs on.
func (a *analysis) sidecars() string {
	for _, p := range a.Pods {
		var ended, runs []string
		var since time.Time
		for _, c := range p.Status.ContainerStatuses {
			switch {
			case c.State.Terminated != nil && c.State.Terminated.ExitCode == 0:
				ended, since = append(ended, c.Name), c.State.Terminated.FinishedAt
			case c.State.Running != nil:
				runs = append(runs, c.Name)
			}
		}
		if len(ended) == 0 || len(runs) == 0 || len(ended)+len(runs) < len(p.Status.ContainerStatuses) || !active(p) {
			continue
		}
		text := fmt.Sprintf("container %s has done its work, but %s runs on: the Pod does not end", strings.Join(ended, ", "), strings.Join(runs, ", "))
		a.add(Finding{
			Cause: SidecarRuns, Level: Error, Text: text,
			Evidence: []Evidence{
				{"pod/" + p.Metadata.Name, "status.containerStatuses[" + ended[0] + "].state.terminated", "exit code 0", since},
				{"pod/" + p.Metadata.Name, "status.containerStatuses[" + runs[0] + "].state.running", "", since},
			},
			Consequence: "the Job is not complete before all containers have ended",
			Next:        []string{"kubectl explain pod.spec.initContainers.restartPolicy"}, Rules: []string{"container/daemon-beside-the-work"},
		})
		return text
	}
	return ""
}

// patience is how much longer than its grace period a Pod may take to end.
const patience = time.Minute

// stuckTerminating finds Pods that were to end long ago.
func (a *analysis) stuckTerminating() string {
	for _, p := range a.Pods {
		m := p.Metadata
		if m.DeletionTimestamp.IsZero() || a.Now.Sub(m.DeletionTimestamp) < patience {
			continue
		}
		text := fmt.Sprintf("Pod %s should have ended %s ago, and is still terminating on node %s", m.Name, job.Human(a.Now.Sub(m.DeletionTimestamp)), p.Spec.NodeName)
		a.add(Finding{
			Cause: StuckTerminating, Level: Error, Text: text,
			Evidence:    []Evidence{{"pod/" + m.Name, "metadata.deletionTimestamp", m.DeletionTimestamp.UTC().Format(time.RFC3339), m.DeletionTimestamp}},
			Consequence: "whether its containers still run is not known: only its node can tell",
			Next:        []string{"kubectl get node " + p.Spec.NodeName, "kubectl describe pod " + m.Name + a.namespace()},
		})
		return text
	}
	return ""
}
