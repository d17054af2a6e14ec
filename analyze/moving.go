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
		if f.Level == Error {
			stuck = append(stuck, f)
		} else {
			waits = append(waits, f)
		}
	}
	for _, f := range stuck {
		a.add(f)
	}
	held := a.held()
	terminating := a.stuckTerminating()
	sidecar, long := a.sidecars()
	retry := a.backOff()
	for _, f := range waits {
		a.add(f)
	}
	a.fewerPods(retry)
	if a.Job.Status.Failed > 0 {
		a.podFailures(Warning)
	}
	running := slices.ContainsFunc(a.attempts, func(t job.Attempt) bool { return t.Outcome == job.AttemptRunning })
	switch {
	case held != "":
		return Wrong, held
	case len(stuck) > 0:
		return Wrong, stuck[0].Text
	case terminating != "":
		return Wrong, terminating
	case sidecar != "" && long:
		return Wrong, sidecar
	case sidecar != "":
		return Pending, sidecar
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
	f := Finding{Level: Info, Text: "waits for " + w.For, Cause: w.Cause}
	if w.Stuck {
		f.Level = Error
	}
	if len(w.Pods) == 0 {
		a.jobWaits(&f)
		return f
	}
	for _, name := range w.Pods[:min(len(w.Pods), mostEvidence)] {
		f.Evidence = append(f.Evidence, a.podEvidence(name))
	}
	p := a.pod(w.Pods[0])
	describe := "kubectl describe pod " + w.Pods[0] + a.namespace()
	forever := "no limit but activeDeadlineSeconds ends that"
	if a.Job.Spec.ActiveDeadlineSeconds != nil {
		forever = "activeDeadlineSeconds ends that"
	}
	switch f.Cause {
	case Unschedulable:
		a.unschedulable(&f, p)
		f.Next = append(f.Next, describe)
		f.Consequence = "it waits until a node fits: " + forever
	case UnboundClaim, MissingClaim:
		a.claims(&f, p)
		f.Next = append(f.Next, "kubectl get persistentvolumeclaim"+a.namespace(), describe)
		f.Consequence = "the Pod stays pending: " + forever
	case GangNotMet:
		f.Next = []string{"kubectl get podgroups.scheduling.k8s.io" + a.namespace(), describe}
		f.Consequence = "none of the Pods of its group starts before enough of them fit at the same time"
	case ImagePull:
		f.Next = []string{describe}
		f.Consequence = "the kubelet tries again for ever: " + forever
	case MissingConfigMap:
		f.Next = []string{"kubectl get configmap" + a.namespace(), describe}
		f.Consequence = "the kubelet tries again until it is there: " + forever
	case MissingSecret:
		f.Next = []string{"kubectl get secret" + a.namespace(), describe}
		f.Consequence = "the kubelet tries again until it is there: " + forever
	case SchedulingGated:
		f.Evidence[0].Value = strings.TrimSuffix(f.Evidence[0].Value, ": ")
		f.Consequence = "whoever set spec.schedulingGates has to remove them"
		f.Next = []string{describe}
	case RestartBackOff:
		a.restartBackOff(&f, p)
	case ContainerCreate:
		f.Next = []string{describe}
	default:
	}
	return f
}

// jobWaits says why the Job has no Pod.
func (a *analysis) jobWaits(f *Finding) {
	spec, created := a.Job.Spec, a.Job.Metadata.CreationTimestamp
	switch f.Cause {
	case Suspended:
		f.Level = Info // somebody wants it so
		f.Evidence = []Evidence{{Object: a.ref(), Field: "spec.suspend", Value: "true", Time: a.suspendedAt()}}
		f.Next, f.Rules = []string{a.command("resume")}, []string{"lifecycle/suspended"}
		if queue := a.Job.Metadata.Labels["kueue.x-k8s.io/queue-name"]; queue != "" {
			f.Cause, f.Text, f.Rules = Queued, "waits for its turn in queue "+queue+" of Kueue, which resumes it then", nil
			f.Evidence = append(f.Evidence, Evidence{Object: a.ref(), Field: "metadata.labels[kueue.x-k8s.io/queue-name]", Value: queue})
			f.Next = []string{"kubectl get workloads.kueue.x-k8s.io" + a.namespace()}
		}
	case NoParallelism:
		f.Level = Info
		f.Evidence = []Evidence{{Object: a.ref(), Field: "spec.parallelism", Value: "0"}}
		f.Next = []string{a.command("scale", "--parallelism=1")}
	case ManagedElsewhere:
		f.Evidence = []Evidence{{Object: a.ref(), Field: "spec.managedBy", Value: spec.ManagedBy, Time: created}}
		if a.Job.Status.StartTime.IsZero() && a.Now.Sub(created) > patience {
			f.Level, f.Text = Error, fmt.Sprintf("is managed by %s (spec.managedBy), which has not taken it up for %s: it does not run, or does not know the Job", spec.ManagedBy, job.Human(a.Now.Sub(created)))
			f.Evidence = append(f.Evidence, Evidence{Object: a.ref(), Field: "status.startTime", Value: "not set"})
		}
		f.Consequence = "the Job controller of Kubernetes leaves it alone; spec.managedBy cannot be changed"
		f.Next = []string{a.command("rerun")}
	case NoController:
		a.noController(f)
	default:
		a.refused(f)
	}
}

func (a *analysis) suspendedAt() time.Time {
	for _, c := range a.Job.Status.Conditions {
		if c.Type == "Suspended" && c.Status == "True" {
			return c.LastTransitionTime
		}
	}
	return time.Time{}
}

// noController tells whether anybody looks after the Job.
func (a *analysis) noController(f *Finding) {
	created, started := a.Job.Metadata.CreationTimestamp, a.Job.Status.StartTime
	if started.IsZero() {
		f.Evidence = []Evidence{{a.ref(), "status.startTime", "not set: no Job controller has seen the Job", created}}
	} else {
		f.Evidence = []Evidence{{a.ref(), "status.active", fmt.Sprint(a.Job.Status.Active), started}}
	}
	f.Next = []string{"kubectl get lease kube-controller-manager -n kube-system"}
	f.Consequence = "no Job of the cluster gets Pods, and no finished one is recognized, before kube-controller-manager runs again"
	waited := a.Now.Sub(created)
	switch {
	case a.leaderGone():
		f.Level = Error
		f.Text = fmt.Sprintf("kube-controller-manager does not run: its lease was last renewed %s ago, and nobody creates the Job's Pods", job.Human(a.Now.Sub(a.Leader.Spec.RenewTime)))
		f.Evidence = append(f.Evidence, a.leaseEvidence())
	case waited > patience && started.IsZero() && a.Leader == nil:
		f.Level = Error
		f.Text = fmt.Sprintf("no Job controller has seen the Job for %s: kube-controller-manager does not run, or does not get on", job.Human(waited))
	case waited <= patience:
		f.Consequence, f.Next = "", nil
	default:
	}
}

// leaderGone tells that kube-controller-manager has stopped saying that it lives.
func (a *analysis) leaderGone() bool {
	if a.Leader == nil || a.Leader.Spec.RenewTime.IsZero() {
		return false
	}
	if a.Leader.Spec.HolderIdentity == "" { // it said so itself
		return true
	}
	good := time.Duration(max(a.Leader.Spec.LeaseDurationSeconds, 15)) * time.Second
	return a.Now.Sub(a.Leader.Spec.RenewTime) > good
}

func (a *analysis) leaseEvidence() Evidence {
	return Evidence{"lease/kube-controller-manager", "spec.renewTime", a.Leader.Spec.RenewTime.UTC().Format(time.RFC3339), a.Leader.Spec.RenewTime}
}

// refused says who keeps the Job controller from creating a Pod.
func (a *analysis) refused(f *Finding) {
	e := lastEvent(a.events[a.Job.Metadata.UID], failedCreate)
	if e == nil {
		return
	}
	message := oneLine(e.Message)
	value := withoutPodName(message, a.Job.Metadata.Name)
	if e.Count > 1 {
		value = fmt.Sprintf("%s (%d times)", value, e.Count)
	}
	f.Evidence = []Evidence{{a.ref(), "event FailedCreate", value, e.Time()}}
	f.Next = []string{"kubectl describe " + a.ref() + a.namespace()}
	f.Consequence = "the Job controller tries again, each time later, and does not count it as a failure"
	say := func(format string, args ...any) { f.Text = "gets no Pod: " + fmt.Sprintf(format, args...) }
	reason := value
	if _, after, ok := strings.Cut(value, "is forbidden: "); ok {
		reason = after
	} else {
		reason = strings.TrimPrefix(reason, "Error creating: ")
	}
	switch f.Cause {
	case QuotaExceeded:
		name := quoted(message, "quota: ")
		say("resource quota %s allows no more: %s", name, reason)
		a.quota(f, name)
		f.Next = []string{"kubectl describe resourcequota " + name + a.namespace()}
	case LimitRange:
		say("a LimitRange of the namespace forbids it: %s", reason)
		f.Next = []string{"kubectl describe limitrange" + a.namespace()}
	case PodSecurity:
		say("the Pod security standard of the namespace forbids it: %s", reason)
		f.Next = []string{"kubectl get namespace " + a.Job.Metadata.Namespace + " --show-labels"}
	case WebhookDenied:
		say("admission webhook %s denies it: %s", quoted(message, "admission webhook "), afterText(reason, "denied the request: "))
		f.Next = []string{"kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations"}
	case WebhookFailed:
		say("admission webhook %s does not answer: %s", quoted(message, "failed calling webhook "), reason)
		f.Next = []string{"kubectl get validatingwebhookconfigurations,mutatingwebhookconfigurations"}
	case PolicyDenied:
		say("%s", reason)
		f.Next = []string{"kubectl get validatingadmissionpolicies,validatingadmissionpolicybindings"}
	case MissingServiceAccount:
		say("its service account does not exist: %s", reason)
		f.Next = []string{"kubectl get serviceaccount" + a.namespace()}
	case MissingPriorityClass:
		say("%s", reason)
		f.Next = []string{"kubectl get priorityclass"}
	case MissingRuntimeClass:
		say("%s", reason)
		f.Next = []string{"kubectl get runtimeclass"}
	default:
		say("%s", reason)
	}
}

func failedCreate(e job.Event) bool { return e.Reason == "FailedCreate" }

func afterText(text, mark string) string {
	if _, after, ok := strings.Cut(text, mark); ok {
		return after
	}
	return text
}

// quota shows what is used of a quota that was named.
func (a *analysis) quota(f *Finding, name string) {
	for _, q := range a.Quotas {
		if q.Metadata.Name != name {
			continue
		}
		for _, resource := range sortedKeys(q.Status.Hard) {
			f.Evidence = append(f.Evidence, Evidence{
				Object: "resourcequota/" + name, Field: "status.used[" + resource + "]", Value: q.Status.Used[resource] + " of " + q.Status.Hard[resource],
			})
		}
	}
}

// unschedulable says which nodes were passed over why.
func (a *analysis) unschedulable(f *Finding, p job.Pod) {
	message := ""
	for _, c := range p.Status.Conditions {
		if c.Type == "PodScheduled" {
			message = oneLine(c.Message)
		}
	}
	list := predicates(message)
	if strings.Contains(message, "no nodes available") {
		f.Text = "is unschedulable: the cluster has no nodes"
	}
	var parts, remedies []string
	for _, r := range list {
		part := r.Reason
		if r.Nodes > 0 {
			part = fmt.Sprintf("%s: %s", count(r.Nodes, "node"), strings.TrimPrefix(r.Reason, "node(s) "))
		}
		parts = append(parts, part)
		if remedy := r.remedy(); remedy != "" && !slices.Contains(remedies, remedy) {
			remedies = append(remedies, remedy)
		}
	}
	if len(parts) > 0 {
		f.Text = "is unschedulable: no node takes it: " + strings.Join(parts, "; ")
	}
	f.Remedy = strings.Join(remedies, "; ")
	for _, r := range list {
		if resource, ok := strings.CutPrefix(r.Reason, "Insufficient "); ok {
			f.Evidence = append(f.Evidence, a.room(p, resource)...)
		}
	}
	f.Next = []string{"kubectl get nodes"}
}

// room compares what a Pod asks for with what the nodes have.
func (a *analysis) room(p job.Pod, resource string) []Evidence {
	var list []Evidence
	for _, c := range slices.Concat(p.Spec.InitContainers, p.Spec.Containers) {
		if asked := c.Resources.Requests[resource]; asked != "" {
			list = append(list, Evidence{Object: "pod/" + p.Metadata.Name, Field: "spec.containers[" + c.Name + "].resources.requests[" + resource + "]", Value: asked})
		}
	}
	if !a.AllNodes {
		return list
	}
	has := map[string]int{}
	for _, n := range a.Nodes {
		if q := n.Status.Allocatable[resource]; q != "" {
			has[q]++
		}
	}
	var parts []string
	for _, q := range sortedKeys(has) {
		parts = append(parts, fmt.Sprintf("%s on %s", q, count(has[q], "node")))
	}
	if len(parts) == 0 {
		parts = []string{"none has any"}
	}
	return append(list, Evidence{Object: "nodes", Field: "status.allocatable[" + resource + "]", Value: strings.Join(parts, ", ")})
}

// claims tells how the claims of a Pod stand.
func (a *analysis) claims(f *Finding, p job.Pod) {
	for _, name := range p.Spec.Claims() {
		i := slices.IndexFunc(a.Claims, func(c Claim) bool { return c.Metadata.Name == name })
		if i < 0 {
			continue
		}
		c := a.Claims[i]
		f.Evidence = append(f.Evidence, Evidence{"persistentvolumeclaim/" + name, "status.phase", c.Status.Phase, c.Metadata.CreationTimestamp})
		if e := lastEvent(a.events[c.Metadata.UID], func(job.Event) bool { return true }); e != nil {
			f.Evidence = append(f.Evidence, Evidence{"persistentvolumeclaim/" + name, "event " + e.Reason, oneLine(e.Message), e.Time()})
		}
		f.Next = append(f.Next, "kubectl describe persistentvolumeclaim "+name+a.namespace())
	}
}

func (a *analysis) pod(name string) job.Pod {
	for _, p := range a.Pods {
		if p.Metadata.Name == name {
			return p
		}
	}
	return job.Pod{}
}

// podEvidence is what tells that a Pod waits.
func (a *analysis) podEvidence(name string) Evidence {
	p := a.pod(name)
	for _, c := range slices.Concat(p.Status.InitContainerStatuses, p.Status.ContainerStatuses) {
		w := c.State.Waiting
		if w == nil || w.Reason == "PodInitializing" {
			continue
		}
		if e := lastEvent(a.events[p.Metadata.UID], func(e job.Event) bool { return e.Type == "Warning" }); e != nil && w.Message == "" {
			return Evidence{"pod/" + name, "event " + e.Reason, oneLine(e.Message), e.Time()}
		}
		return Evidence{"pod/" + name, "status.containerStatuses[" + c.Name + "].state.waiting", strings.TrimSuffix(w.Reason+": "+oneLine(w.Message), ": "), p.Metadata.CreationTimestamp}
	}
	for _, c := range p.Status.Conditions {
		if c.Type == "PodScheduled" && c.Status == "False" {
			return Evidence{"pod/" + name, "status.conditions[PodScheduled]", strings.TrimSuffix(c.Reason+": "+oneLine(c.Message), ": "), c.LastTransitionTime}
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

// restartBackOff says when the kubelet restarts a container: 10 s after its first end, then twice as long each time, at most
// five minutes (pkg/kubelet/kuberuntime, MaxContainerBackOff).
func (a *analysis) restartBackOff(f *Finding, p job.Pod) {
	for _, c := range slices.Concat(p.Status.InitContainerStatuses, p.Status.ContainerStatuses) {
		t := c.LastState.Terminated
		if c.State.Waiting == nil || c.State.Waiting.Reason != "CrashLoopBackOff" || t == nil {
			continue
		}
		f.Evidence = append(f.Evidence, Evidence{"pod/" + p.Metadata.Name, "status.containerStatuses[" + c.Name + "].lastState.terminated", fmt.Sprintf("exit code %d (%s)", t.ExitCode, t.Reason), t.FinishedAt})
		if wait, err := time.ParseDuration(quotedWait(c.State.Waiting.Message)); err == nil && !t.FinishedAt.IsZero() {
			f.Text = fmt.Sprintf("backs off: container %s is restarted at %s, %s after its run %d ended with exit code %d", c.Name,
				t.FinishedAt.Add(wait).UTC().Format(time.RFC3339), job.Human(wait), c.LastRun()+1, t.ExitCode)
		}
		f.Next = []string{fmt.Sprintf("kubectl logs %s -c %s --previous%s", p.Metadata.Name, c.Name, a.namespace()), a.command("watch")}
	}
}

// quotedWait is the 10s of "back-off 10s restarting failed container=...".
func quotedWait(message string) string {
	_, rest, _ := strings.Cut(message, "back-off ")
	wait, _, _ := strings.Cut(rest, " ")
	return wait
}

// longIdle is after how long a Pod whose work is done counts as stuck: containers of one Pod may well end at different times.
const longIdle = 5 * time.Minute

// sidecars finds a Pod whose work is done, but for a container beside it that runs on.
func (a *analysis) sidecars() (text string, long bool) {
	for _, p := range a.Pods {
		var ended, runs []string
		var since time.Time
		for _, c := range p.Status.ContainerStatuses {
			switch {
			case c.State.Terminated != nil && c.State.Terminated.ExitCode == 0:
				ended = append(ended, c.Name)
				since = latest(since, c.State.Terminated.FinishedAt)
			case c.State.Running != nil:
				runs = append(runs, c.Name)
			}
		}
		if len(ended) == 0 || len(runs) == 0 || len(ended)+len(runs) < len(p.Status.ContainerStatuses) || !active(p) {
			continue
		}
		idle := max(a.Now.Sub(orTime(since, a.Now)), 0)
		text := fmt.Sprintf("container %s of Pod %s has ended, but %s has run on for %s: the Pod is not complete before it ends, too",
			strings.Join(ended, ", "), p.Metadata.Name, strings.Join(runs, ", "), job.Human(idle))
		f := Finding{
			Cause: SidecarRuns, Level: Warning, Text: text,
			Evidence: []Evidence{
				{"pod/" + p.Metadata.Name, "status.containerStatuses[" + ended[0] + "].state.terminated", "exit code 0", since},
				{"pod/" + p.Metadata.Name, "status.containerStatuses[" + runs[0] + "].state.running", "still", a.Now},
			},
			Consequence: "the Job is not complete before all containers have ended",
			Remedy:      fmt.Sprintf("if %s only serves the others, make it an init container with restartPolicy: Always: the kubelet ends it when they are done", strings.Join(runs, ", ")),
			Next:        []string{"kubectl explain pod.spec.initContainers.restartPolicy"}, Rules: []string{"container/daemon-beside-the-work"},
		}
		if long = idle > longIdle; long {
			f.Level = Error
		}
		a.add(f)
		return text, long
	}
	return "", false
}

// patience is how much longer than it should something may take before that counts.
const patience = time.Minute

// stuckTerminating finds Pods that were to end long ago, or whose node is dead.
func (a *analysis) stuckTerminating() string {
	first := ""
	for _, p := range a.Pods {
		m := p.Metadata
		node := a.node(p.Spec.NodeName)
		over := a.Now.Sub(m.DeletionTimestamp)
		ended := p.Status.Phase == "Succeeded" || p.Status.Phase == "Failed"
		switch {
		case !m.DeletionTimestamp.IsZero() && ended && len(foreign(m.Finalizers)) > 0 && over > 0:
			a.add(Finding{
				Cause: Finalizers, Level: Warning, Text: fmt.Sprintf("Pod %s has ended, but stays for its finalizers: %s", m.Name, strings.Join(foreign(m.Finalizers), ", ")),
				Evidence: []Evidence{{"pod/" + m.Name, "metadata.finalizers", strings.Join(m.Finalizers, ", "), m.DeletionTimestamp}},
				Next:     []string{"kubectl get pod " + m.Name + a.namespace() + " -o jsonpath={.metadata.finalizers}"},
			})
		case ended:
		case node != nil && node.notReady() != nil && (!m.DeletionTimestamp.IsZero() || p.Status.Phase == "Running"):
			first = firstOf(first, a.deadNode(p, *node))
		case m.DeletionTimestamp.IsZero() || over < patience:
		default:
			text := fmt.Sprintf("Pod %s should have ended %s ago, and is still terminating on node %s", m.Name, job.Human(over), p.Spec.NodeName)
			a.add(Finding{
				Cause: StuckTerminating, Level: Error, Text: text,
				Evidence:    []Evidence{{"pod/" + m.Name, "metadata.deletionTimestamp", m.DeletionTimestamp.UTC().Format(time.RFC3339), m.DeletionTimestamp}},
				Consequence: "whether its containers still run is not known: only its node can tell" + a.replacement(),
				Next:        []string{"kubectl get node " + p.Spec.NodeName, "kubectl describe pod " + m.Name + a.namespace()},
			})
			first = firstOf(first, text)
		}
	}
	return first
}

// deadNode tells of a Pod on a node that does not report any more.
func (a *analysis) deadNode(p job.Pod, n Node) string {
	m, c := p.Metadata, n.notReady()
	text := fmt.Sprintf("node %s has not been ready since %s, and Pod %s is on it", n.Metadata.Name, c.LastTransitionTime.UTC().Format(time.RFC3339), m.Name)
	evidence := []Evidence{{"node/" + n.Metadata.Name, "status.conditions[Ready]", strings.TrimSuffix(c.Status+": "+c.Reason+": "+oneLine(c.Message), ": "), c.LastTransitionTime}}
	if !m.DeletionTimestamp.IsZero() {
		text += ", terminating"
		evidence = append(evidence, Evidence{"pod/" + m.Name, "metadata.deletionTimestamp", m.DeletionTimestamp.UTC().Format(time.RFC3339), m.DeletionTimestamp})
	} else {
		evidence = append(evidence, Evidence{"pod/" + m.Name, "status.phase", p.Status.Phase, p.Status.StartTime})
	}
	a.add(Finding{
		Cause: DeadNode, Level: Error, Text: text, Evidence: evidence,
		Consequence: "whether its containers still run is not known: only the node can tell" + a.replacement(),
		Remedy:      "bring the node back; if it is gone for good, taint it node.kubernetes.io/out-of-service or delete it, so that its Pods are removed",
		Next:        []string{"kubectl describe node " + n.Metadata.Name}, Rules: []string{"double-run/replaced-while-ending"},
	})
	return text
}

// replacement says whether the Job controller waits for a Pod that terminates.
func (a *analysis) replacement() string {
	if a.Job.Spec.PodReplacementPolicy == "Failed" {
		return "; the Job controller makes no other Pod before it has ended (podReplacementPolicy: Failed)"
	}
	return "; a Pod in its place may run at the same time (podReplacementPolicy: TerminatingOrFailed)"
}

// foreign are finalizers other than the Job controller's own.
func foreign(finalizers []string) []string {
	return slices.DeleteFunc(slices.Clone(finalizers), func(f string) bool { return f == "batch.kubernetes.io/job-tracking" })
}

// held tells of a Job that was deleted, and stays.
func (a *analysis) held() string {
	m := a.Job.Metadata
	if m.DeletionTimestamp.IsZero() {
		return ""
	}
	since := a.Now.Sub(m.DeletionTimestamp)
	text := fmt.Sprintf("was deleted %s ago, and stays for its finalizers: %s", job.Human(since), strings.Join(m.Finalizers, ", "))
	f := Finding{
		Cause: Finalizers, Level: Warning, Text: text,
		Evidence: []Evidence{{a.ref(), "metadata.finalizers", strings.Join(m.Finalizers, ", "), m.DeletionTimestamp}},
		Next:     []string{"kubectl get " + a.ref() + a.namespace() + " -o jsonpath={.metadata.finalizers}"},
	}
	switch {
	case slices.Contains(m.Finalizers, "foregroundDeletion"):
		f.Consequence = "it goes when its Pods are gone"
	default:
		f.Consequence = "it goes when whoever set them has removed them"
	}
	a.add(f)
	if since < patience {
		return ""
	}
	return text
}

func (a *analysis) node(name string) *Node {
	for i, n := range a.Nodes {
		if n.Metadata.Name == name {
			return &a.Nodes[i]
		}
	}
	return nil
}

func firstOf(known, text string) string {
	if known != "" {
		return known
	}
	return text
}

func latest(x, y time.Time) time.Time {
	if x.After(y) {
		return x
	}
	return y
}
