package analyze

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// startedTwice finds the same work started more than once, at the same time or after a success.
func (a *analysis) startedTwice() {
	if a.Job.Spec.Kind() != job.WorkQueue {
		byWork := map[string][]job.Attempt{}
		single := a.Job.Spec.Kind() == job.Single
		for _, t := range a.attempts {
			if t.Outcome == job.AttemptPending || t.Started.IsZero() || !single && t.Index == "" {
				continue // the Pods of a fixed completion count are not for one piece of work each
			}
			byWork[t.Index] = append(byWork[t.Index], t)
		}
		for _, index := range slices.Sorted(maps.Keys(byWork)) {
			a.overlaps(index, byWork[index])
		}
	}
	a.restarts()
}

// overlaps compares the times of attempts at the same work.
func (a *analysis) overlaps(index string, list []job.Attempt) {
	slices.SortStableFunc(list, func(x, y job.Attempt) int { return x.Started.Compare(y.Started) })
	for i := 1; i < len(list); i++ {
		first, second := list[i-1], list[i]
		if first.PodUID == second.PodUID || !first.Finished.IsZero() && !first.Finished.After(second.Started) {
			continue
		}
		what := "its work"
		if index != "" {
			what = "index " + index
		}
		end := a.Now
		for _, t := range []time.Time{first.Finished, second.Finished} {
			if !t.IsZero() && t.Before(end) {
				end = t
			}
		}
		a.add(Finding{
			Cause: StartedTwice, Level: Warning,
			Text:        fmt.Sprintf("%s ran twice at the same time, for %s: in Pod %s and in Pod %s", what, job.Human(max(end.Sub(second.Started), 0)), first.Pod, second.Pod),
			Evidence:    []Evidence{started(first), started(second)},
			Consequence: "what is not safe to repeat may have been done twice",
			Next:        []string{a.command("logs")},
			Rules:       []string{"double-run/may-run-twice", "double-run/replaced-while-ending"},
		})
	}
}

func started(t job.Attempt) Evidence {
	return Evidence{"pod/" + t.Pod, "started", t.Result(), t.Started}
}

// restarts tells of containers that began again in their Pod.
func (a *analysis) restarts() {
	for _, p := range a.Pods {
		for _, c := range p.Status.ContainerStatuses {
			if c.RestartCount == 0 {
				continue
			}
			f := Finding{
				Cause: Restarted, Level: Info, Text: fmt.Sprintf("container %s of Pod %s was restarted %s", c.Name, p.Metadata.Name, times(int(c.RestartCount))),
				Evidence: []Evidence{{Object: "pod/" + p.Metadata.Name, Field: "status.containerStatuses[" + c.Name + "].restartCount", Value: fmt.Sprint(c.RestartCount)}},
				Next:     []string{fmt.Sprintf("kubectl logs %s -c %s --previous%s", p.Metadata.Name, c.Name, a.namespace())},
			}
			if t := c.LastState.Terminated; t != nil {
				f.Evidence = append(f.Evidence, Evidence{"pod/" + p.Metadata.Name, "status.containerStatuses[" + c.Name + "].lastState.terminated", fmt.Sprintf("exit code %d (%s)", t.ExitCode, t.Reason), t.FinishedAt})
			}
			a.add(f)
		}
	}
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// expires tells when the TTL deletes the Job.
func (a *analysis) expires() {
	ttl := a.Job.Spec.TTLSecondsAfterFinished
	if ttl == nil || !a.Job.Finished() {
		return
	}
	at := a.Job.FinishedAt().Add(time.Duration(*ttl) * time.Second)
	text := fmt.Sprintf("its TTL deletes the Job, its Pods and their logs at %s", at.UTC().Format(time.RFC3339))
	if left := at.Sub(a.Now); left > 0 {
		text += ", in " + job.Human(left)
	}
	a.add(Finding{
		Cause: TTL, Level: Info, Text: text, Evidence: []Evidence{{a.ref(), "spec.ttlSecondsAfterFinished", fmt.Sprint(*ttl), a.Job.FinishedAt()}},
		Next: []string{"kubectl job cleanup --name=" + a.Job.Metadata.Name + a.namespace() + " --archive=" + a.Job.Metadata.Name + ".tar.gz"},
	})
}
