package analyze

import (
	"fmt"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// fewerPods says why fewer Pods run than spec.parallelism allows.
func (a *analysis) fewerPods(retry string, stuck bool) {
	j := a.Job
	wanted := int32(1)
	if p := j.Spec.Parallelism; p != nil {
		wanted = *p
	}
	if wanted < 2 || j.Status.Active >= wanted || j.Spec.Suspended() {
		return
	}
	var why string
	var proof Evidence
	terminating := 0
	for _, p := range a.Pods {
		if !p.Metadata.DeletionTimestamp.IsZero() {
			terminating++
		}
	}
	refused := lastEvent(a.events[j.Metadata.UID], func(e job.Event) bool { return e.Reason == "FailedCreate" })
	switch {
	case j.Spec.Completions != nil && *j.Spec.Completions-j.Status.Succeeded <= j.Status.Active:
		why = fmt.Sprintf("no more than %s left", count(int(*j.Spec.Completions-j.Status.Succeeded), "completion"))
		proof = Evidence{Object: a.ref(), Field: "status.succeeded", Value: fmt.Sprintf("%d of %d", j.Status.Succeeded, *j.Spec.Completions)}
	case j.Spec.Kind() == job.WorkQueue && j.Status.Succeeded > 0:
		why = "one Pod of the work queue has succeeded, and so no new one is made"
		proof = Evidence{Object: a.ref(), Field: "status.succeeded", Value: fmt.Sprint(j.Status.Succeeded)}
	case refused != nil && a.Now.Sub(refused.Time()) < recently:
		why = "Pods cannot be created: " + withoutPodName(oneLine(refused.Message), j.Metadata.Name)
		proof = Evidence{a.ref(), "event FailedCreate", oneLine(refused.Message), refused.Time()}
	case retry != "":
		why = "the Job controller backs off after failures"
		proof = Evidence{Object: a.ref(), Field: "status.failed", Value: fmt.Sprint(j.Status.Failed)}
	case terminating > 0:
		why = fmt.Sprintf("%s still terminating", count(terminating, "Pod"))
		proof = Evidence{Object: a.ref(), Field: "status.terminating", Value: fmt.Sprint(terminating)}
	case stuck || j.Status.StartTime.IsZero():
		return // that says it
	default:
		why = "the Job controller has not made them yet, or does not run"
		proof = Evidence{a.ref(), "status.active", fmt.Sprint(j.Status.Active), j.Status.StartTime}
	}
	a.add(Finding{
		Cause: FewerPods, Level: Info, Evidence: []Evidence{proof},
		Text: fmt.Sprintf("%d of %d Pods that spec.parallelism allows: %s", j.Status.Active, wanted, strings.TrimSpace(why)),
	})
}

// recently is how old the last refusal may be to count as the present reason: the controller tries again at least as often
// (pkg/controller/job/job_controller.go, MaxJobBackOff).
const recently = 10 * time.Minute
