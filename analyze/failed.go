package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// failure is the verdict for a Job that failed, or is about to.
func (a *analysis) failure() string {
	text := "failed"
	if a.Job.State() != job.StateFailed {
		text = "is about to fail"
	}
	if d := a.Job.Duration(a.Now); d > 0 && a.Job.Finished() {
		text += " after " + job.Human(d)
	}
	text += ": " + a.Job.Verdict().Reason
	if why := a.rootCause(); why != "" {
		text += ": " + why
	}
	return text
}

// rootCause is the text of the finding that says why Pods failed.
func (a *analysis) rootCause() string {
	for _, f := range a.findings {
		if f.Level == Error && f.Cause != BackoffLimit {
			return f.Text
		}
	}
	return ""
}

// failed says why the Job failed: the Pods' reasons first, what the Job makes of them then.
func (a *analysis) failed() {
	v := a.Job.Verdict()
	condition := Evidence{a.ref(), "status.conditions[" + v.Type + "]", v.Reason + ": " + v.Message, v.LastTransitionTime}
	switch v.Reason {
	case "DeadlineExceeded":
		a.deadline(condition)
	case "PodFailurePolicy":
		a.failurePolicy(v.Message, condition)
		a.podFailures(Warning)
	case "FailedIndexes", "MaxFailedIndexesExceeded":
		a.podFailures(Error)
		a.failedIndexes(v.Reason, condition)
	case "BackoffLimitExceeded":
		a.podFailures(Error)
		a.backoffLimit(condition)
	default:
		a.podFailures(Error)
		a.add(Finding{Cause: OtherVerdict, Level: Error, Text: v.Reason + ": " + v.Message, Evidence: []Evidence{condition}})
	}
}

// failurePolicy shows the rule that ended the Job. Its message ends in "matching FailJob rule at index 0"
// (pkg/controller/job/pod_failure_policy.go).
func (a *analysis) failurePolicy(message string, condition Evidence) {
	f := Finding{
		Cause: FailurePolicy, Level: Error, Text: "a FailJob rule of spec.podFailurePolicy ended the Job: " + message, Evidence: []Evidence{condition},
		Consequence: "what was left of backoffLimit was not tried", Next: []string{a.command("logs", "--failed"), a.command("rerun")},
	}
	if rule, ok := a.policyRule(message); ok {
		f.Evidence = append(f.Evidence, rule)
	}
	a.add(f)
}

func (a *analysis) policyRule(message string) (Evidence, bool) {
	_, number, ok := strings.Cut(message, "rule at index ")
	i, err := strconv.Atoi(number)
	p := a.Job.Spec.PodFailurePolicy
	if !ok || err != nil || p == nil || i < 0 || i >= len(p.Rules) {
		return Evidence{}, false
	}
	rule := p.Rules[i]
	text := "action " + rule.Action
	if on := rule.OnExitCodes; on != nil {
		container := "any container"
		if on.ContainerName != nil {
			container = "container " + *on.ContainerName
		}
		text += fmt.Sprintf(" on exit codes of %s: %s %v", container, on.Operator, on.Values)
	}
	var conditions []string
	for _, c := range rule.OnPodConditions {
		conditions = append(conditions, c.Type+"="+cmp.Or(c.Status, "True"))
	}
	if len(conditions) > 0 {
		text += " on the Pod condition " + strings.Join(conditions, " or ")
	}
	return Evidence{Object: a.ref(), Field: fmt.Sprintf("spec.podFailurePolicy.rules[%d]", i), Value: text}, true
}

func (a *analysis) failedIndexes(reason string, condition Evidence) {
	indexes, listed := a.Job.FailedIndexes(), a.Job.Status.FailedIndexes
	f := Finding{
		Cause: FailedIndexes, Level: Warning, Text: fmt.Sprintf("%s failed for good: %s", counted(indexes.Len(), "index", "indexes"), listed),
		Evidence: []Evidence{condition, {a.ref(), "status.failedIndexes", listed, condition.Time}},
		Next:     []string{a.command("logs", "--index="+listed), a.command("rerun", "--failed-indexes")},
	}
	if per := a.Job.Spec.BackoffLimitPerIndex; per != nil {
		f.Evidence = append(f.Evidence, Evidence{Object: a.ref(), Field: "spec.backoffLimitPerIndex", Value: fmt.Sprint(*per)})
	}
	if most := a.Job.Spec.MaxFailedIndexes; most != nil && reason == "MaxFailedIndexesExceeded" {
		f.Cause = TooManyFailed
		f.Text += fmt.Sprintf(", more than spec.maxFailedIndexes allows (%d)", *most)
		f.Evidence = append(f.Evidence, Evidence{Object: a.ref(), Field: "spec.maxFailedIndexes", Value: fmt.Sprint(*most)})
		f.Consequence = "the indexes that had not ended were stopped"
	}
	a.add(f)
}

func (a *analysis) backoffLimit(condition Evidence) {
	limit := int32(6)
	if l := a.Job.Spec.BackoffLimit; l != nil {
		limit = *l
	}
	text := fmt.Sprintf("backoffLimit %d is used up: %s failed", limit, count(int(a.Job.Status.Failed), "Pod"))
	if n, ok := a.Job.Spec.MaxAttempts(); ok {
		text = fmt.Sprintf("backoffLimit %d is used up: %s", limit, wereAttempts(n))
	}
	a.add(Finding{
		Cause: BackoffLimit, Level: Warning, Text: text, Evidence: []Evidence{condition, {Object: a.ref(), Field: "spec.backoffLimit", Value: fmt.Sprint(limit)}},
		Consequence: "the Job controller makes no more Pods", Next: []string{a.command("rerun")},
	})
}

// deadline says where the time went.
func (a *analysis) deadline(condition Evidence) {
	start, end := a.Job.Status.StartTime, condition.Time
	var phases []string
	begun, ran := end, time.Duration(0)
	failures := 0
	for _, t := range a.attempts {
		if t.Started.IsZero() || t.Outcome == job.AttemptPending || !a.ran(t) {
			continue
		}
		if t.Started.Before(begun) {
			begun = t.Started
		}
		ran += t.Duration(end)
		if t.Outcome == job.AttemptFailed {
			failures++
		}
	}
	switch {
	case len(a.attempts) == 0:
		phases = append(phases, "none of its Pods is left to tell what it did")
	case begun.Equal(end):
		phases = append(phases, "no container ran, "+a.whyNotBegun())
	default:
		phases = append(phases, fmt.Sprintf("it waited %s for its first container, then its containers ran %s in all", job.Human(max(begun.Sub(start), 0)), job.Human(ran)))
	}
	if failures > 0 {
		phases = append(phases, fmt.Sprintf("%s failed before", count(failures, "attempt")))
	}
	text := "activeDeadlineSeconds is over"
	evidence := []Evidence{condition}
	if s := a.Job.Spec.ActiveDeadlineSeconds; s != nil {
		text = fmt.Sprintf("its %d seconds (activeDeadlineSeconds) are over", *s)
		evidence = append(evidence, Evidence{a.ref(), "spec.activeDeadlineSeconds", fmt.Sprint(*s), start})
	}
	a.add(Finding{
		Cause: Deadline, Level: Error, Text: text + ": " + strings.Join(phases, "; "), Evidence: evidence,
		Consequence: "its Pods were stopped, whatever they had done",
		Next:        []string{a.command("logs"), a.command("rerun", "--deadline=TIME")},
	})
	a.podFailures(Warning)
}

// ran tells whether a container of the attempt really ran: a Pod has a start time before that.
func (a *analysis) ran(t job.Attempt) bool {
	return t.Container != "" || t.Outcome == job.AttemptSucceeded
}

// whyNotBegun is the last thing that a Pod waited for, as its events tell.
func (a *analysis) whyNotBegun() string {
	for _, e := range slices.Backward(a.Events) {
		if e.InvolvedObject.Kind == "Pod" && e.Type == "Warning" {
			return fmt.Sprintf("the last warning was: %s: %s", e.Reason, oneLine(e.Message))
		}
	}
	return "and nothing that is left tells why"
}

// podFailures groups the attempts that failed by why they did.
func (a *analysis) podFailures(level Level) {
	type group struct {
		finding  Finding
		attempts int
	}
	var groups []*group
	failures := 0
	for _, t := range a.attempts {
		if t.Outcome != job.AttemptFailed && (t.Outcome != job.AttemptDeleted || a.endedWithTheJob(t)) {
			continue
		}
		failures++
		f := a.podFailure(t)
		i := slices.IndexFunc(groups, func(g *group) bool { return g.finding.Text == f.Text })
		if i < 0 {
			groups, i = append(groups, &group{finding: f}), len(groups)
		}
		groups[i].attempts++
		if len(groups[i].finding.Evidence) < mostEvidence {
			groups[i].finding.Evidence = append(groups[i].finding.Evidence, evidenceOf(t))
		}
	}
	slices.SortStableFunc(groups, func(x, y *group) int { return cmp.Compare(y.attempts, x.attempts) })
	for i, g := range groups {
		g.finding.Level = level
		if i > 0 {
			g.finding.Level = Warning
		}
		switch {
		case failures > 1 && g.attempts == failures:
			g.finding.Text += fmt.Sprintf(", in all %d attempts that are known", failures)
		case failures > 1:
			g.finding.Text += fmt.Sprintf(", in %d of %d attempts that are known", g.attempts, failures)
		}
		a.add(g.finding)
	}
	a.podsGone(failures, level)
}

// endedWithTheJob tells that a Pod was deleted because the Job had ended, or was suspended.
func (a *analysis) endedWithTheJob(t job.Attempt) bool {
	if v := a.Job.Verdict(); v != nil && !t.Deleted.IsZero() && !t.Deleted.Before(v.LastTransitionTime) {
		return true
	}
	return a.Job.Finished() && !t.Finished.Before(a.Job.FinishedAt())
}

// podsGone tells of failures of which no Pod is left, and what events still say of them.
func (a *analysis) podsGone(known int, level Level) {
	left := map[string]bool{}
	for _, p := range a.Pods {
		left[p.Metadata.UID] = true
	}
	gone := 0
	for _, e := range a.Events {
		if e.InvolvedObject.Kind != "Pod" || left[e.InvolvedObject.UID] {
			continue
		}
		f := Finding{Level: level, Evidence: []Evidence{{"pod/" + e.InvolvedObject.Name, "event " + e.Reason, oneLine(e.Message), e.Time()}}, Rules: []string{"retries/disruption-counts"}}
		switch e.Reason {
		case "Preempted":
			f.Cause, f.Text = Preempted, fmt.Sprintf("Pod %s had to make room for one of higher priority", e.InvolvedObject.Name)
		case "Evicted":
			f.Cause, f.Text = Evicted, fmt.Sprintf("Pod %s was evicted: %s", e.InvolvedObject.Name, oneLine(e.Message))
		case "TaintManagerEviction":
			if strings.HasPrefix(e.Message, "Cancelling") {
				continue
			}
			f.Cause, f.Text = NodeLost, fmt.Sprintf("Pod %s was deleted for a taint of its node, which was lost or drained", e.InvolvedObject.Name)
		case "Killing":
			if a.Job.Status.Failed == 0 || a.Job.Finished() || !strings.HasPrefix(e.Message, "Stopping container ") {
				continue
			}
			f.Cause, f.Text, f.Rules = PodDeleted, fmt.Sprintf("Pod %s was deleted before it had ended", e.InvolvedObject.Name), nil
		default:
			continue
		}
		gone++
		a.add(f)
	}
	for _, p := range a.Pods {
		if !p.Metadata.DeletionTimestamp.IsZero() { // counted already, though it has not ended
			known++
		}
	}
	if known+gone == 0 && a.Job.Status.Failed > 0 {
		a.add(Finding{
			Cause: PodsGone, Level: Warning, Text: fmt.Sprintf("why its Pods failed is not known: %s failed, and none is left", count(int(a.Job.Status.Failed), "Pod")),
			Evidence:    []Evidence{{Object: a.ref(), Field: "status.failed", Value: fmt.Sprint(a.Job.Status.Failed)}},
			Consequence: "their logs are gone, too", Rules: []string{"retries/on-failure-loses-logs"},
		})
	}
}

// mostEvidence is how many attempts are named for one finding.
const mostEvidence = 5

func evidenceOf(t job.Attempt) Evidence {
	field := "status.reason"
	if t.Container != "" {
		field = "status.containerStatuses[" + t.Container + "].state.terminated"
	}
	value := t.Result()
	if t.Message != "" {
		value += ": " + oneLine(t.Message)
	}
	return Evidence{"pod/" + t.Pod, field, value, t.Finished}
}

// podFailure says why one attempt failed.
func (a *analysis) podFailure(t job.Attempt) Finding {
	logs := []string{a.command("logs", "--failed")}
	describe := []string{"kubectl describe pod " + t.Pod + a.namespace()}
	code := int32(0)
	if t.ExitCode != nil {
		code = *t.ExitCode
	}
	switch {
	case t.Outcome == job.AttemptDeleted:
		return Finding{Cause: PodDeleted, Text: "its Pod was deleted before it had ended", Next: describe}
	case t.Reason == "OOMKilled":
		return a.outOfMemory(t, append(describe, logs...))
	case t.Reason == "Evicted", t.Reason == "TerminationByKubelet", t.Reason == "EvictionByEvictionAPI":
		return Finding{Cause: Evicted, Text: fmt.Sprintf("its Pod was evicted (%s): %s", t.Reason, oneLine(t.Message)), Next: describe, Rules: []string{"retries/disruption-counts"}}
	case t.Reason == "PreemptionByScheduler":
		return Finding{Cause: Preempted, Text: "its Pod had to make room for one of higher priority", Next: describe, Rules: []string{"retries/disruption-counts"}}
	case t.Reason == "DeletionByTaintManager", t.Reason == "DeletionByPodGC", t.Reason == "NodeLost":
		return Finding{Cause: NodeLost, Text: fmt.Sprintf("node %s was lost (%s)", t.Node, t.Reason), Next: []string{"kubectl get node " + t.Node}, Rules: []string{"retries/disruption-counts"}}
	case t.Reason == "StartError", t.Reason == "ContainerCannotRun":
		return Finding{
			Cause: StartFailed, Text: fmt.Sprintf("container %s could not be started: %s", t.Container, oneLine(t.Message)), Next: describe,
			Remedy: "see that the image has the program that command and args name",
		}
	case code > 128 && code <= 128+64:
		return Finding{Cause: Signal, Text: fmt.Sprintf("container %s was ended by %s (exit code %d)", t.Container, signalName(code-128), code), Next: append(logs, describe...)}
	case code == 126:
		return Finding{Cause: ExitCode, Text: fmt.Sprintf("container %s ended with exit code 126: its command was found, and could not be run", t.Container), Next: logs}
	case code == 127:
		return Finding{Cause: ExitCode, Text: fmt.Sprintf("container %s ended with exit code 127: a command was not found", t.Container), Next: logs}
	case code != 0:
		return Finding{Cause: ExitCode, Text: fmt.Sprintf("container %s ended with exit code %d", t.Container, code), Next: logs}
	default:
		return Finding{Cause: PodFailed, Text: fmt.Sprintf("its Pod failed (%s): %s", t.Reason, oneLine(t.Message)), Next: describe}
	}
}

func (a *analysis) outOfMemory(t job.Attempt, next []string) Finding {
	f := Finding{
		Cause: OutOfMemory, Text: fmt.Sprintf("container %s took more memory than it may, and was killed", t.Container), Next: next,
		Remedy: "raise resources.limits.memory, or have the program take less at a time", Rules: []string{"container/no-limit-of-memory"},
	}
	c := a.container(t)
	switch limit := c.Resources.Limits["memory"]; {
	case limit != "":
		f.Text = fmt.Sprintf("container %s took more than its limit of %s memory, and was killed", t.Container, limit)
		f.Evidence = []Evidence{{Object: "pod/" + t.Pod, Field: "spec.containers[" + t.Container + "].resources.limits[memory]", Value: limit}}
	case c.Name != "":
		f.Text = fmt.Sprintf("container %s has no limit of memory, and was killed when its node ran out of it", t.Container)
	}
	return f
}

// container is that of an attempt, from its Pod.
func (a *analysis) container(t job.Attempt) job.Container {
	for _, p := range a.Pods {
		if p.Metadata.UID != t.PodUID {
			continue
		}
		for _, c := range slices.Concat(p.Spec.InitContainers, p.Spec.Containers) {
			if c.Name == t.Container {
				return c
			}
		}
	}
	return job.Container{}
}

// signalName names a signal by its number on Linux.
func signalName(n int32) string {
	names := map[int32]string{
		1: "SIGHUP", 2: "SIGINT", 3: "SIGQUIT", 4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL", 10: "SIGUSR1", 11: "SIGSEGV",
		12: "SIGUSR2", 13: "SIGPIPE", 14: "SIGALRM", 15: "SIGTERM", 24: "SIGXCPU", 25: "SIGXFSZ", 31: "SIGSYS",
	}
	if name := names[n]; name != "" {
		return fmt.Sprintf("signal %d, %s", n, name)
	}
	return fmt.Sprintf("signal %d", n)
}

func wereAttempts(n int) string {
	if n == 1 {
		return "there was 1 attempt"
	}
	return fmt.Sprintf("there were %d attempts", n)
}
