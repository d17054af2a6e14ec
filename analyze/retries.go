package analyze

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// retries says what failed attempts cost, what their exit codes were, and whether a success reset the back-off.
func (a *analysis) retries() {
	var failed, list []job.Attempt
	for _, t := range a.attempts {
		switch t.Outcome {
		case job.AttemptFailed:
			failed, list = append(failed, t), append(list, t)
		case job.AttemptSucceeded:
			list = append(list, t)
		default:
		}
	}
	if len(failed) == 0 || len(list) < 2 {
		return
	}
	var lost time.Duration
	for _, t := range failed {
		lost += t.Duration(a.Now)
	}
	text := fmt.Sprintf("%s failed, which cost %s of running time; exit codes in order: %s", count(len(failed), "attempt"), job.Human(lost), exitCodes(list))
	f := Finding{Cause: Retries, Level: Info, Text: text, Evidence: []Evidence{{Object: a.ref(), Field: "status.failed", Value: fmt.Sprint(a.Job.Status.Failed)}}}
	for _, t := range failed[:min(len(failed), mostEvidence)] {
		f.Evidence = append(f.Evidence, Evidence{"pod/" + t.Pod, "ran", fmt.Sprintf("%s, %s", job.Human(t.Duration(a.Now)), t.Result()), t.Started})
	}
	if at, reset := a.reset(failed); reset {
		f.Text += "; a success reset the back-off"
		f.Evidence = append(f.Evidence, Evidence{a.ref(), "success after a failure", "the wait began anew at " + job.Human(job.FirstBackoff), at})
	}
	if a.Job.Spec.Kind() == job.Single {
		f.Consequence = "the same work was begun " + times(len(list)) + ": each attempt has to cope with what the ones before it left"
		f.Remedy = "backoffLimit: 0 with restartPolicy: Never, if it must not be begun again"
		f.Rules = []string{"double-run/may-run-twice"}
	}
	a.add(f)
}

// reset tells when a success came between two failures: the Job controller then begins to count anew.
func (a *analysis) reset(failed []job.Attempt) (time.Time, bool) {
	byEnd := slices.Clone(failed)
	slices.SortFunc(byEnd, func(x, y job.Attempt) int { return x.Finished.Compare(y.Finished) })
	var last time.Time
	for _, t := range a.attempts {
		if t.Outcome == job.AttemptSucceeded && t.Finished.After(byEnd[0].Finished) && t.Finished.After(last) {
			last = t.Finished
		}
	}
	// After the last success of a Job nothing is tried any more.
	return last, !last.IsZero() && a.Job.Spec.Kind() != job.Single
}

// mostCodes is how many exit codes are listed.
const mostCodes = 20

// exitCodes are those of attempts by their start, such as "1, 1, 137 (OOMKilled), 0".
func exitCodes(list []job.Attempt) string {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(x, y job.Attempt) int { return x.Started.Compare(y.Started) })
	var codes []string
	for _, t := range sorted[max(0, len(sorted)-mostCodes):] {
		code := "none"
		switch {
		case t.ExitCode != nil:
			code = fmt.Sprint(*t.ExitCode)
		case t.Outcome == job.AttemptSucceeded:
			code = "0"
		}
		if t.Outcome == job.AttemptFailed && t.Reason != "" && t.Reason != "Error" {
			code += " (" + t.Reason + ")"
		}
		codes = append(codes, code)
	}
	text := strings.Join(codes, ", ")
	if n := len(sorted) - len(codes); n > 0 {
		text = fmt.Sprintf("%d before, %s", n, text)
	}
	return text
}
