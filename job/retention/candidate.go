// Package retention decides which Jobs may be deleted, and says why the others stay. It is pure.
package retention

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
)

// Candidate is what a decision takes of a Job, or of a Pod whose Job is gone. It is small, since there may be many.
type Candidate struct {
	Pod                                   bool // a Pod, not a Job
	Namespace, Name, UID, ResourceVersion string
	Owner                                 Owner
	Kind                                  job.Kind
	State                                 job.State
	Completed                             string    // such as 3/8
	Reason                                string    // of the condition that ended it
	Created                               time.Time // creationTimestamp
	Since                                 time.Time // when it finished; if it has not, when it was suspended, started or created
	Started                               time.Time // zero if it did not
	Expires                               time.Time // when its TTL is over, zero without one
	Active                                bool      // it runs, or Pods of it do
	Scheduled                             bool      // a CronJob made it, or somebody from one
	OwnerUnread                           bool      // it belongs to a CronJob, and whoever asks may not read CronJobs there
	Group                                 string    // of the label to group by; "" if it has none
	Size                                  int       // bytes that the API server stores, without its Pods
	Pods                                  int       // how many there are; Unknown

	protected Kept
}

// Unknown stands for a number that could not be found out.
const Unknown = -1

// Owner is the controller of an object; the zero value is none.
type Owner struct{ Kind, Name, UID string }

// String is KIND/NAME in lower case, as kubectl takes it; "" for none.
func (o Owner) String() string {
	if o.Kind == "" {
		return ""
	}
	return strings.ToLower(o.Kind) + "/" + o.Name
}

// Ref is how kubectl names the object, such as job.batch/pi.
func (c Candidate) Ref() string {
	if c.Pod {
		return "pod/" + c.Name
	}
	return "job.batch/" + c.Name
}

// Finished tells whether it has ended.
func (c Candidate) Finished() bool {
	return c.State == job.StateComplete || c.State == job.StateFailed
}

// Of reads a Job. groupLabel is the key of the label to group by, if any; size is in bytes.
func Of(j job.Job, groupLabel string, size int) Candidate {
	c := Candidate{
		Namespace: j.Metadata.Namespace, Name: j.Metadata.Name, UID: j.Metadata.UID, ResourceVersion: j.Metadata.ResourceVersion,
		Owner: ownerOf(j.Metadata), Kind: j.Spec.Kind(), State: j.State(), Completed: j.Completed(),
		Created: j.Metadata.CreationTimestamp, Since: since(j), Started: j.Status.StartTime,
		Group: j.Metadata.Labels[groupLabel], Size: size, Pods: Unknown, protected: protection(j),
	}
	_, c.Scheduled = j.Metadata.Annotations[job.ScheduledAnnotation]
	if j.Metadata.Annotations[job.InstantiateAnnotation] != "" {
		c.Scheduled = true
	}
	if v := j.Verdict(); v != nil {
		c.Reason = v.Reason
	}
	if ttl := j.Spec.TTLSecondsAfterFinished; ttl != nil && c.Finished() {
		c.Expires = c.Since.Add(time.Duration(*ttl) * time.Second)
	}
	running := j.Status.Active > 0 || j.Status.Terminating != nil && *j.Status.Terminating > 0
	c.Active = !c.Finished() && (running || c.State != job.StateSuspended)
	return c
}

// OfPod reads a Pod whose Job is gone. What it has of its Job stands in owner; size is in bytes.
func OfPod(p job.Pod, owner Owner, size int) Candidate {
	m := p.Metadata
	c := Candidate{
		Pod: true, Namespace: m.Namespace, Name: m.Name, UID: m.UID, ResourceVersion: m.ResourceVersion, Owner: owner,
		Created: m.CreationTimestamp, Since: cmp.Or(p.FinishedAt(), m.CreationTimestamp), Started: p.Status.StartTime, Size: size, Pods: Unknown,
	}
	switch p.Status.Phase {
	case "Succeeded":
		c.State = job.StateComplete
	case "Failed":
		c.State, c.Reason = job.StateFailed, p.Status.Reason
	default:
		c.State, c.Active = job.StateRunning, true
	}
	for _, f := range m.Finalizers {
		if f != job.TrackingFinalizer { // the Job controller takes that one away itself
			c.protected = Kept{Managed, fmt.Sprintf("has the finalizer %s: something else has to see it first", f)}
		}
	}
	if !m.DeletionTimestamp.IsZero() {
		c.protected = Kept{Deleting, "is being deleted already"}
	}
	return c
}

// ownerOf is the controller; without one it is the first that the object goes with: some operators do not call themselves controller.
func ownerOf(m job.Metadata) Owner {
	for _, o := range m.OwnerReferences {
		if o.Controller != nil && *o.Controller {
			return Owner{o.Kind, o.Name, o.UID}
		}
	}
	if len(m.OwnerReferences) > 0 {
		o := m.OwnerReferences[0]
		return Owner{o.Kind, o.Name, o.UID}
	}
	return Owner{}
}

func since(j job.Job) time.Time {
	if at := j.FinishedAt(); !at.IsZero() {
		return at
	}
	if j.State() == job.StateSuspended {
		for _, c := range j.Status.Conditions {
			if c.Type == string(job.StateSuspended) && !c.LastTransitionTime.IsZero() {
				return c.LastTransitionTime
			}
		}
	}
	if !j.Status.StartTime.IsZero() {
		return j.Status.StartTime
	}
	return j.Metadata.CreationTimestamp
}

// Rule is why a Job stays.
type Rule string

// The rules.
const (
	KeepLast Rule = "keep-last" // among the last N
	History  Rule = "history"   // within the history limits of its CronJob
	TTL      Rule = "ttl"       // the cluster deletes it soon
	Managed  Rule = "managed"   // something else would miss it, or make it again
	Deleting Rule = "deleting"  // somebody deletes it already
	Most     Rule = "max"       // beyond --max
)

// Kept says why a Job stays; the zero value says that it need not.
type Kept struct {
	Rule Rule
	Why  string // goes on after the Job's name
}

const jobController = "kubernetes.io/job-controller" // staging/src/k8s.io/api/batch/v1/types.go, JobControllerName

// protection says why a Job is somebody else's to delete.
func protection(j job.Job) Kept {
	m := j.Metadata
	keep := func(format string, args ...any) Kept { return Kept{Managed, fmt.Sprintf(format, args...)} }
	hook := m.Annotations["argocd.argoproj.io/hook"] != "" || m.Annotations["helm.sh/hook"] != ""
	owner := ownerOf(m)
	switch {
	case !m.DeletionTimestamp.IsZero():
		return Kept{Deleting, "is being deleted already"}
	case j.Spec.ManagedBy != "" && j.Spec.ManagedBy != jobController:
		return keep("is managed by %s (spec.managedBy)", j.Spec.ManagedBy)
	case owner.Kind != "" && owner.Kind != "CronJob":
		return keep("belongs to %s", owner)
	case len(m.Finalizers) > 0:
		return keep("has the finalizer %s: something else has to see it first", m.Finalizers[0])
	case m.Annotations["argocd.argoproj.io/tracking-id"] != "" && !hook:
		return keep("is in Git: Argo CD would create it again, and it would run again")
	case m.Labels["kustomize.toolkit.fluxcd.io/name"] != "", m.Labels["helm.toolkit.fluxcd.io/name"] != "" && !hook:
		return keep("is in Git: Flux would create it again, and it would run again")
	case m.Annotations["meta.helm.sh/release-name"] != "" && !hook:
		return keep("is part of the Helm release %s: its next upgrade would create it again, and it would run again", m.Annotations["meta.helm.sh/release-name"])
	case m.Annotations[job.OnceAnnotation] != "":
		return keep("is what run --once %s knows of: the key would run again", m.Annotations[job.OnceAnnotation])
	default:
		return Kept{}
	}
}

// generated is what comes behind a name: a number, or the letters of generateName
// (staging/src/k8s.io/apimachinery/pkg/util/rand/rand.go).
var generated = regexp.MustCompile(`-([0-9]+|[bcdfghjklmnpqrstvwxz2456789]{5})$`)

// Prefix is a name without the number or letters that tell it from others of its kind: backup of backup-29384.
func Prefix(name string) string {
	if cut := generated.FindStringIndex(name); len(cut) > 0 && cut[0] > 0 {
		return name[:cut[0]]
	}
	return name
}

// oldestFirst sorts by the time since when it stays; in the same second, x-9 comes before x-10.
func oldestFirst(list []Candidate) {
	slices.SortStableFunc(list, func(a, b Candidate) int {
		return cmp.Or(a.Since.Compare(b.Since), a.Created.Compare(b.Created), cmp.Compare(a.Namespace, b.Namespace),
			cmp.Compare(Prefix(a.Name), Prefix(b.Name)), cmp.Compare(len(a.Name), len(b.Name)), cmp.Compare(a.Name, b.Name))
	})
}
