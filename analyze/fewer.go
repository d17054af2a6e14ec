package analyze

import (
	"fmt"
	"slices"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// The reasons for which fewer Pods run than spec.parallelism allows. The names are stable.
const (
	FewLeft        = "completions-left"   // no more completions are left
	QueueDone      = "queue-done"         // a Pod of the work queue has succeeded
	SlowController = "controller"         // the Job controller is slow, or does not run
	NotAllowed     = "not-created"        // quota, permission or something else keeps Pods from being created
	NoRoom         = "not-started"        // Pods are there, and do not get what they need to run
	Throttled      = "back-off"           // after failures
	Draining       = "still-terminating"  // Pods shut down
	StopsEarly     = "success-or-failure" // the Job is about to end
)

// fewerPods says why fewer Pods run than spec.parallelism allows.
func (a *analysis) fewerPods(retry string) {
	j := a.Job
	wanted := int32(1)
	if p := j.Spec.Parallelism; p != nil {
		wanted = *p
	}
	running := a.running()
	if wanted < 2 || running >= wanted || j.Spec.Suspended() || !j.Metadata.DeletionTimestamp.IsZero() {
		return
	}
	reason, why, proof := a.whyFewer(retry, wanted)
	a.add(Finding{
		Cause: FewerPods, Level: Info, Reason: reason, Evidence: []Evidence{proof},
		Text: fmt.Sprintf("%d of %d Pods run that spec.parallelism allows: %s", running, wanted, why),
	})
}

// running is how many Pods run, as far as is known.
func (a *analysis) running() int32 {
	if len(a.Pods) == 0 && a.Job.Status.Active > 0 {
		if a.Job.Status.Ready != nil {
			return *a.Job.Status.Ready
		}
		return a.Job.Status.Active
	}
	n := int32(0)
	for _, p := range a.Pods {
		if p.Status.Phase == "Running" && p.Metadata.DeletionTimestamp.IsZero() {
			n++
		}
	}
	return n
}

func (a *analysis) whyFewer(retry string, wanted int32) (reason, why string, proof Evidence) {
	j := a.Job
	var terminating, waiting []job.Pod
	for _, p := range a.Pods {
		ended := p.Status.Phase == "Succeeded" || p.Status.Phase == "Failed"
		switch {
		case ended:
		case !p.Metadata.DeletionTimestamp.IsZero():
			terminating = append(terminating, p)
		case p.Status.Phase != "Running":
			waiting = append(waiting, p)
		}
	}
	refused := lastEvent(a.events[j.Metadata.UID], failedCreate)
	switch {
	case j.Verdict() != nil:
		v := j.Verdict()
		return StopsEarly, "the Job is about to end (" + v.Type + ")", Evidence{a.ref(), "status.conditions[" + v.Type + "]", v.Reason + ": " + v.Message, v.LastTransitionTime}
	case j.Spec.Completions != nil && *j.Spec.Completions-j.Status.Succeeded <= j.Status.Active && len(waiting) == 0:
		return FewLeft, fmt.Sprintf("no more than %s left", count(int(*j.Spec.Completions-j.Status.Succeeded), "completion")),
			Evidence{Object: a.ref(), Field: "status.succeeded", Value: fmt.Sprintf("%d of %d", j.Status.Succeeded, *j.Spec.Completions)}
	case j.Spec.Kind() == job.WorkQueue && j.Status.Succeeded > 0:
		return QueueDone, "one Pod of the work queue has succeeded, and so no new one is made",
			Evidence{Object: a.ref(), Field: "status.succeeded", Value: fmt.Sprint(j.Status.Succeeded)}
	case j.Status.Active < wanted && refused != nil && a.Now.Sub(refused.Time()) < recently && newerThanPods(*refused, waiting):
		message := withoutPodName(oneLine(refused.Message), j.Metadata.Name)
		return NotAllowed, "Pods cannot be created: " + message, Evidence{a.ref(), "event FailedCreate", message, refused.Time()}
	case len(waiting) > 0:
		names := waiting[0].Metadata.Name
		if n := len(waiting); n > 1 {
			names += fmt.Sprintf(" and %d more", n-1)
		}
		return NoRoom, "they are there, but wait: " + names, a.podEvidence(waiting[0].Metadata.Name)
	case retry != "":
		return Throttled, "the Job controller backs off after failures", Evidence{Object: a.ref(), Field: "status.failed", Value: fmt.Sprint(j.Status.Failed)}
	case len(terminating) > 0:
		p := terminating[0].Metadata
		return Draining, fmt.Sprintf("%s still terminating", isAre(len(terminating), "Pod")), Evidence{"pod/" + p.Name, "metadata.deletionTimestamp", p.DeletionTimestamp.UTC().Format(time.RFC3339), p.DeletionTimestamp}
	case a.leaderGone():
		return SlowController, "kube-controller-manager does not run", a.leaseEvidence()
	default:
		proof := Evidence{a.ref(), "status.active", fmt.Sprint(j.Status.Active), j.Status.StartTime}
		if j.Status.StartTime.IsZero() {
			proof = Evidence{a.ref(), "status.startTime", "not set", j.Metadata.CreationTimestamp}
		}
		return SlowController, "the Job controller has not made them yet", proof
	}
}

// recently is how old the last refusal may be to count as the present reason: the controller tries again at least as often
// (pkg/controller/job/job_controller.go, MaxJobBackOff).
const recently = 10 * time.Minute

func isAre(n int, what string) string {
	if n == 1 {
		return "1 " + what + " is"
	}
	return fmt.Sprintf("%d %ss are", n, what)
}

// restartsOf are the containers of a Pod that were restarted.
func restartsOf(p job.Pod) []job.ContainerStatus {
	return slices.DeleteFunc(slices.Clone(p.Status.ContainerStatuses), func(c job.ContainerStatus) bool { return c.RestartCount == 0 })
}
