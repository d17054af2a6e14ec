package analyze

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// startedTwice finds the same work started more than once: at the same time, after a success, or again after a failure.
func (a *analysis) startedTwice() {
	if a.Job.Spec.Kind() != job.WorkQueue {
		byWork := map[string][]job.Attempt{}
		single := a.Job.Spec.Kind() == job.Single
		for _, t := range a.attempts {
			if t.Outcome == job.AttemptPending || t.Started.IsZero() || !a.ran(t) || !single && t.Index == "" {
				continue // the Pods of a fixed completion count are not for one piece of work each
			}
			byWork[t.Index] = append(byWork[t.Index], t)
		}
		for _, index := range slices.SortedFunc(maps.Keys(byWork), byNumber) {
			list := byWork[index]
			slices.SortStableFunc(list, func(x, y job.Attempt) int { return x.Started.Compare(y.Started) })
			a.overlaps(index, list)
			a.afterSuccess(index, list)
		}
	}
	a.restarts()
	a.orphans()
}

func work(index string) string {
	if index == "" {
		return "its work"
	}
	return "index " + index
}

// overlaps compares the times of attempts at the same work, in order of their start.
func (a *analysis) overlaps(index string, list []job.Attempt) {
	for i := 1; i < len(list); i++ {
		first, second := list[i-1], list[i]
		if first.PodUID == second.PodUID || !first.Finished.IsZero() && !first.Finished.After(second.Started) {
			continue
		}
		end := a.Now
		for _, t := range []time.Time{first.Finished, second.Finished} {
			if !t.IsZero() && t.Before(end) {
				end = t
			}
		}
		f := Finding{
			Cause: RanTwice, Level: Warning,
			Text:        fmt.Sprintf("%s ran twice at the same time, for %s: in Pod %s and in Pod %s", work(index), job.Human(max(end.Sub(second.Started), 0)), first.Pod, second.Pod),
			Evidence:    []Evidence{started(first), started(second)},
			Consequence: "what is not safe to repeat may have been done twice",
			Next:        []string{a.command("logs")},
			Rules:       []string{"double-run/may-run-twice", "double-run/replaced-while-ending"},
		}
		switch {
		case !first.Deleted.IsZero() && a.Job.Spec.PodReplacementPolicy != "Failed":
			f.Evidence = append(f.Evidence, Evidence{"pod/" + first.Pod, "metadata.deletionTimestamp", "deletion asked for", first.Deleted})
			f.Remedy = "spec.podReplacementPolicy: Failed, so that a Pod is replaced when it has ended and not while it ends"
		case a.Job.Spec.Kind() == job.Single:
			f.Remedy = "a lock or a key of the work itself: Kubernetes promises one success, not one run"
		default:
			f.Remedy = "have the program claim its index before it works on it"
		}
		a.add(f)
	}
}

// afterSuccess finds work that began again after it had been done.
func (a *analysis) afterSuccess(index string, list []job.Attempt) {
	for i, done := range list {
		if done.Outcome != job.AttemptSucceeded {
			continue
		}
		for _, again := range list[i+1:] {
			if again.Started.Before(done.Finished) {
				continue
			}
			a.add(Finding{
				Cause: RanAfterDone, Level: Warning, Text: fmt.Sprintf("%s was started again in Pod %s, after Pod %s had done it", work(index), again.Pod, done.Pod),
				Evidence:    []Evidence{{"pod/" + done.Pod, "ended", done.Result(), done.Finished}, started(again)},
				Consequence: "what is not safe to repeat may have been done twice",
				Remedy:      "have the program record that its work is done, and look before it begins", Rules: []string{"double-run/may-run-twice"},
			})
		}
		return
	}
}

func started(t job.Attempt) Evidence {
	return Evidence{"pod/" + t.Pod, "started", t.Result(), t.Started}
}

// restarts tells of containers that began again in their Pod.
func (a *analysis) restarts() {
	told := 0
	for _, p := range a.Pods {
		for _, c := range restartsOf(p) {
			if told++; told > mostEvidence {
				return
			}
			f := Finding{
				Cause: Restarted, Level: Info, Text: fmt.Sprintf("container %s of Pod %s was restarted %s", c.Name, p.Metadata.Name, times(int(c.RestartCount))),
				Evidence: []Evidence{{Object: "pod/" + p.Metadata.Name, Field: "status.containerStatuses[" + c.Name + "].restartCount", Value: fmt.Sprint(c.RestartCount)}},
				Remedy:   "restartPolicy: Never: a failed container is then not restarted in its Pod, and each attempt is a Pod with a log of its own",
				Next:     []string{fmt.Sprintf("kubectl logs %s -c %s --previous%s", p.Metadata.Name, c.Name, a.namespace())},
				Rules:    []string{"retries/on-failure-loses-logs"},
			}
			if t := c.LastState.Terminated; t != nil {
				f.Evidence = append(f.Evidence, Evidence{"pod/" + p.Metadata.Name, "status.containerStatuses[" + c.Name + "].lastState.terminated", fmt.Sprintf("exit code %d (%s)", t.ExitCode, t.Reason), t.FinishedAt})
			}
			a.add(f)
		}
	}
}

// orphans tells of Pods with the Job's name that belong to nobody: the Job does not count them, and nobody ends them.
func (a *analysis) orphans() {
	if len(a.Orphans) == 0 {
		return
	}
	f := Finding{
		Cause: Orphans, Level: Warning, Text: fmt.Sprintf("%s of an earlier Job of this name, or has lost its owner: %s", isAre(len(a.Orphans), "Pod"), names(a.Orphans)),
		Consequence: "nobody counts them, and the end and the deletion of the Job leave them",
		Remedy:      "delete a Job without --cascade=orphan, and do not take the ownerReferences off its Pods",
		Next:        []string{"kubectl get pods -l batch.kubernetes.io/job-name=" + a.Job.Metadata.Name + a.namespace()},
	}
	for _, p := range a.Orphans[:min(len(a.Orphans), mostEvidence)] {
		f.Evidence = append(f.Evidence, Evidence{"pod/" + p.Metadata.Name, "metadata.ownerReferences", "no controller; " + p.Status.Phase, p.Metadata.CreationTimestamp})
	}
	a.add(f)
}

func names(pods []job.Pod) string {
	var list []string
	for _, p := range pods[:min(len(pods), mostEvidence)] {
		list = append(list, p.Metadata.Name)
	}
	if more := len(pods) - len(list); more > 0 {
		list = append(list, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(list, ", ")
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}
