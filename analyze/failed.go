package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

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
		a.add(Finding{
			Cause: FailurePolicy, Level: Error, Text: "a FailJob rule of spec.podFailurePolicy ended the Job: " + v.Message, Evidence: []Evidence{condition},
			Consequence: "what was left of backoffLimit was not tried", Next: []string{a.command("logs", "--failed"), a.command("rerun")},
		})
		a.podFailures(Warning)
	case "FailedIndexes", "MaxFailedIndexesExceeded":
		indexes := a.Job.FailedIndexes()
		condition := []Evidence{condition, {a.ref(), "status.failedIndexes", a.Job.Status.FailedIndexes, v.LastTransitionTime}}
		a.podFailures(Error)
		a.add(Finding{
			Cause: FailedIndexes, Level: Warning, Text: fmt.Sprintf("%s failed for good: %s", count(indexes.Len(), "index"), a.Job.Status.FailedIndexes), Evidence: condition,
			Next: []string{a.command("logs", "--index="+a.Job.Status.FailedIndexes), a.command("rerun", "--failed-indexes")},
		})
	case "BackoffLimitExceeded":
		a.podFailures(Error)
		a.backoffLimit(condition)
	default:
		a.podFailures(Error)
		a.add(Finding{Cause: OtherVerdict, Level: Error, Text: v.Reason + ": " + v.Message, Evidence: []Evidence{condition}})
	}
}

func (a *analysis) backoffLimit(condition Evidence) {
	text := "backoffLimit is used up"
	if n, ok := a.Job.Spec.MaxAttempts(); ok {
		text = fmt.Sprintf("backoffLimit is used up: there were %s", count(n, "attempt"))
	}
	a.add(Finding{
		Cause: BackoffLimit, Level: Warning, Text: text, Evidence: []Evidence{condition},
		Consequence: "the Job controller makes no more Pods", Next: []string{a.command("rerun")},
	})
}

// deadline says where the time went.
func (a *analysis) deadline(condition Evidence) {
	start := a.Job.Status.StartTime
	var phases []string
	begun := a.Now
	for _, t := range a.attempts {
		if !t.Started.IsZero() && t.Outcome != job.AttemptPending && t.Started.Before(begun) {
			begun = t.Started
		}
	}
	failures := 0
	for _, t := range a.attempts {
		if t.Outcome == job.AttemptFailed {
			failures++
		}
	}
	switch {
	case len(a.attempts) == 0:
		phases = append(phases, "none of its Pods is left to tell what it did")
	case begun.Equal(a.Now):
		phases = append(phases, "no container ran")
	case begun.Sub(start) > 0:
		phases = append(phases, fmt.Sprintf("it waited %s for its first container to run", job.Human(begun.Sub(start))))
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
	if len(phases) > 0 {
		text += ": " + strings.Join(phases, ", ")
	}
	a.add(Finding{
		Cause: Deadline, Level: Error, Text: text, Evidence: evidence, Consequence: "its Pods were stopped, whatever they had done",
		Next: []string{a.command("logs"), a.command("rerun", "--deadline=TIME")},
	})
	a.podFailures(Warning)
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
		if t.Outcome != job.AttemptFailed && (t.Outcome != job.AttemptDeleted || a.Job.Finished() && !t.Finished.Before(a.Job.FinishedAt())) {
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
	if failures == 0 && a.Job.Status.Failed > 0 {
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
		text := fmt.Sprintf("container %s took more memory than it may, and was killed", t.Container)
		if limit := a.memoryLimit(t); limit != "" {
			text = fmt.Sprintf("container %s took more than its limit of %s memory, and was killed", t.Container, limit)
		}
		return Finding{Cause: OutOfMemory, Text: text, Next: append(describe, logs...), Rules: []string{"container/no-limit-of-memory"}}
	case t.Reason == "Evicted", t.Reason == "TerminationByKubelet", t.Reason == "EvictionByEvictionAPI":
		return Finding{Cause: Evicted, Text: fmt.Sprintf("its Pod was evicted (%s): %s", t.Reason, oneLine(t.Message)), Next: describe, Rules: []string{"retries/disruption-counts"}}
	case t.Reason == "PreemptionByScheduler":
		return Finding{Cause: Preempted, Text: "its Pod had to make room for one of higher priority", Next: describe, Rules: []string{"retries/disruption-counts"}}
	case t.Reason == "DeletionByTaintManager", t.Reason == "DeletionByPodGC", t.Reason == "NodeLost":
		return Finding{Cause: NodeLost, Text: fmt.Sprintf("node %s was lost (%s)", t.Node, t.Reason), Next: []string{"kubectl get node " + t.Node}, Rules: []string{"retries/disruption-counts"}}
	case code > 128 && code <= 128+64:
		return Finding{Cause: Signal, Text: fmt.Sprintf("container %s was ended by signal %d (exit code %d)", t.Container, code-128, code), Next: append(logs, describe...)}
	case code != 0:
		return Finding{Cause: ExitCode, Text: fmt.Sprintf("container %s ended with exit code %d", t.Container, code), Next: logs}
	default:
		return Finding{Cause: PodFailed, Text: fmt.Sprintf("its Pod failed (%s): %s", t.Reason, oneLine(t.Message)), Next: describe}
	}
}

func (a *analysis) memoryLimit(t job.Attempt) string {
	for _, p := range a.Pods {
		if p.Metadata.UID != t.PodUID {
			continue
		}
		for _, c := range slices.Concat(p.Spec.InitContainers, p.Spec.Containers) {
			if c.Name == t.Container {
				return c.Resources.Limits["memory"]
			}
		}
	}
	return ""
}
