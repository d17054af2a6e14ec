package analyze

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// stragglers finds attempts that take much longer than the others.
func (a *analysis) stragglers() {
	if a.Job.Spec.Kind() == job.Single {
		return
	}
	var done []time.Duration
	for _, t := range a.attempts {
		if t.Outcome == job.AttemptSucceeded {
			done = append(done, t.Duration(a.Now))
		}
	}
	if len(done) < fewPods {
		return
	}
	slices.Sort(done)
	median := percentile(done, 50)
	limit := max(3*median, median+straggles)
	var slow []job.Attempt
	for _, t := range a.attempts {
		if (t.Outcome == job.AttemptRunning || t.Outcome == job.AttemptSucceeded) && t.Duration(a.Now) > limit {
			slow = append(slow, t)
		}
	}
	if len(slow) == 0 {
		return
	}
	slices.SortStableFunc(slow, func(x, y job.Attempt) int { return cmp.Compare(y.Duration(a.Now), x.Duration(a.Now)) })
	f := Finding{
		Cause: Straggler, Level: Info, Text: fmt.Sprintf("%s much longer than the others, whose median is %s", take(len(slow), a.Job.Spec.Kind()), job.Human(median)),
		Consequence: "the Job is not complete before the slowest is done",
		Remedy:      "cut its work into smaller pieces, or look at its node",
	}
	for _, t := range slow[:min(len(slow), mostEvidence)] {
		what := "ran"
		if t.Index != "" {
			what = "index " + t.Index
		}
		f.Evidence = append(f.Evidence, Evidence{"pod/" + t.Pod, what, fmt.Sprintf("%s on node %s, %s", job.Human(t.Duration(a.Now)), t.Node, t.Outcome), t.Started})
	}
	f.Next = []string{"kubectl logs " + slow[0].Pod + a.namespace()}
	a.add(f)
}

// straggles is how much longer than the median an attempt takes at least that counts as a straggler.
const straggles = 10 * time.Second

func take(n int, kind job.Kind) string {
	what := "Pod"
	if kind == job.Indexed {
		what = "index"
	}
	if n == 1 {
		return "1 " + what + " takes"
	}
	if kind == job.Indexed {
		return fmt.Sprintf("%d indexes take", n)
	}
	return fmt.Sprintf("%d Pods take", n)
}

// deadlineRisk compares what is left of activeDeadlineSeconds with what is left of the work.
func (a *analysis) deadlineRisk() {
	limit, start := a.Job.Spec.ActiveDeadlineSeconds, a.Job.Status.StartTime
	if limit == nil || start.IsZero() || a.Job.Verdict() != nil || a.Job.Spec.Suspended() {
		return
	}
	end := start.Add(time.Duration(*limit) * time.Second)
	left, whole := end.Sub(a.Now), end.Sub(start)
	f := Finding{
		Cause: DeadlineRisk, Level: Warning,
		Evidence: []Evidence{{a.ref(), "spec.activeDeadlineSeconds", fmt.Sprintf("%d: over at %s", *limit, end.UTC().Format(time.RFC3339)), start}},
		Next:     []string{a.command("watch")},
	}
	f.Consequence = "then its Pods are stopped, and it fails"
	switch need, known := a.needs(); {
	case known && need > left:
		f.Text = fmt.Sprintf("will hardly be done before its deadline: it needs about %s more, at the pace so far, and has %s", job.Human(need), job.Human(max(left, 0)))
		f.Evidence = append(f.Evidence, Evidence{Object: a.ref(), Field: "status.succeeded", Value: fmt.Sprint(a.Job.Status.Succeeded)})
	case !known && left < whole/5:
		f.Text = fmt.Sprintf("its deadline is near: %s of %s are left", job.Human(max(left, 0)), job.Human(whole))
	default:
		return
	}
	a.add(f)
}

// needs estimates how much longer the Job runs, from how long its Pods took that have succeeded.
func (a *analysis) needs() (time.Duration, bool) {
	j := a.Job
	if j.Spec.Completions == nil || j.Status.Succeeded < fewPods {
		return 0, false
	}
	left := *j.Spec.Completions - j.Status.Succeeded
	pace := a.Now.Sub(j.Status.StartTime) / time.Duration(j.Status.Succeeded)
	return pace * time.Duration(left), true
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
