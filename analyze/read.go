package analyze

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// Objects are what is known of a cluster, or of a part of it.
type Objects struct {
	Jobs     []job.Job
	CronJobs []job.CronJob
	Pods     []job.Pod
	Events   []job.Event
	Nodes    []Node
	Quotas   []Quota
	Claims   []Claim
	Leader   *Lease
	Lint     map[string][]Lint // by the uid of the Job
}

// maxBytes of one file. A Job with its Pods takes some 10 KB.
const maxBytes = 1 << 30

// Read adds the objects of a file: what "kubectl get -o json" or "-o yaml" prints, lists or single objects, one document or
// several. Objects of kinds that say nothing about Jobs are passed over. An error names the place: FILE:LINE:COLUMN.
func (o *Objects) Read(file string, data []byte) error {
	for _, d := range manifest.Parse(file, data, manifest.Limits{Bytes: maxBytes, Nodes: maxBytes}) {
		if p := d.Fatal(); p != nil {
			return fmt.Errorf("%s:%w", file, *p)
		}
		for _, object := range d.Objects() {
			if err := o.take(object); err != nil {
				return fmt.Errorf("%s:%s: %s: %w", file, object.Root.Range.Start, object.Kind, err)
			}
		}
	}
	return nil
}

func (o *Objects) take(object manifest.Object) error {
	switch object.Kind {
	case "Job":
		return decode(object.Root, &o.Jobs)
	case "CronJob":
		return decode(object.Root, &o.CronJobs)
	case "Pod":
		return decode(object.Root, &o.Pods)
	case "Event":
		return o.event(object.Root)
	case "Node":
		return decode(object.Root, &o.Nodes)
	case "ResourceQuota":
		return decode(object.Root, &o.Quotas)
	case "PersistentVolumeClaim":
		return decode(object.Root, &o.Claims)
	case "Lease":
		var leases []Lease
		if err := decode(object.Root, &leases); err != nil {
			return err
		}
		if l := leases[0]; l.Metadata.Name == "kube-controller-manager" {
			o.Leader = &l
		}
	default: // a list in a list, or something else
		if items := object.Root.Get("items"); items != nil {
			for _, item := range items.Items {
				kind := item.Get("kind")
				if kind == nil {
					continue
				}
				if err := o.take(manifest.Object{Root: item, Kind: kind.Text}); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// event reads a core/v1 Event, or one of events.k8s.io/v1, which has other names for the same.
func (o *Objects) event(n *manifest.Node) error {
	var list []struct {
		job.Event

		Regarding *job.ObjectReference `json:"regarding"`
		Note      string               `json:"note"`
		Series    *struct {
			Count            int32     `json:"count"`
			LastObservedTime time.Time `json:"lastObservedTime"`
		} `json:"series"`
		DeprecatedCount int32     `json:"deprecatedCount"`
		DeprecatedLast  time.Time `json:"deprecatedLastTimestamp"`
	}
	if err := decode(n, &list); err != nil {
		return err
	}
	e := list[0]
	if e.Regarding != nil {
		e.InvolvedObject, e.Message = *e.Regarding, e.Note
		e.Count, e.LastTimestamp = e.DeprecatedCount, e.DeprecatedLast
	}
	if e.Series != nil {
		e.Count, e.LastTimestamp = e.Series.Count, e.Series.LastObservedTime
	}
	o.Events = append(o.Events, e.Event)
	return nil
}

func decode[T any](n *manifest.Node, to *[]T) error {
	text, err := json.Marshal(n.Interface())
	if err != nil {
		return err
	}
	var object T
	if err := json.Unmarshal(text, &object); err != nil {
		return err
	}
	*to = append(*to, object)
	return nil
}

// Snapshots are those of the Jobs, each with what is about it.
func (o *Objects) Snapshots(now time.Time) []Snapshot {
	pods, orphans := map[string][]job.Pod{}, map[string][]job.Pod{}
	for _, p := range o.Pods {
		if owner := controller(p.Metadata); owner != "" {
			pods[owner] = append(pods[owner], p)
		} else if name := jobLabel(p.Metadata); name != "" {
			key := p.Metadata.Namespace + "/" + name
			orphans[key] = append(orphans[key], p)
		}
	}
	events, named := map[string][]job.Event{}, map[string][]job.Event{}
	for _, e := range o.Events {
		events[e.InvolvedObject.UID] = append(events[e.InvolvedObject.UID], e)
		if e.InvolvedObject.Kind == "Pod" {
			key := e.InvolvedObject.Namespace + "/" + e.InvolvedObject.Name
			named[key] = append(named[key], e)
		}
	}
	claims := map[string]Claim{}
	for _, c := range o.Claims {
		claims[c.Metadata.Namespace+"/"+c.Metadata.Name] = c
	}
	all := make([]Snapshot, 0, len(o.Jobs))
	for _, j := range o.Jobs {
		m := j.Metadata
		s := Snapshot{
			Job: j, Pods: pods[m.UID], Orphans: orphans[m.Namespace+"/"+m.Name], Events: slices.Clone(events[m.UID]), Nodes: o.Nodes, AllNodes: len(o.Nodes) > 0,
			Leader: o.Leader, Lint: o.Lint[m.UID], Now: now,
		}
		for _, p := range s.Pods {
			s.Events = append(s.Events, events[p.Metadata.UID]...)
			for _, name := range p.Spec.Claims() {
				if c, ok := claims[m.Namespace+"/"+name]; ok && !slices.ContainsFunc(s.Claims, func(known Claim) bool { return known.Metadata.UID == c.Metadata.UID }) {
					s.Claims = append(s.Claims, c)
					s.Events = append(s.Events, events[c.Metadata.UID]...)
				}
			}
		}
		for name := range GonePods(s) {
			s.Events = append(s.Events, named[m.Namespace+"/"+name]...)
		}
		for _, q := range o.Quotas {
			if q.Metadata.Namespace == m.Namespace {
				s.Quotas = append(s.Quotas, q)
			}
		}
		all = append(all, s)
	}
	return all
}

// controller is the uid of what controls an object.
func controller(m job.Metadata) string {
	for _, o := range m.OwnerReferences {
		if o.Controller != nil && *o.Controller {
			return o.UID
		}
	}
	return ""
}

// jobLabel is the name of the Job whose label a Pod has
// (staging/src/k8s.io/api/batch/v1/types.go, JobNameLabel; without prefix before Kubernetes 1.27).
func jobLabel(m job.Metadata) string {
	if name := m.Labels["batch.kubernetes.io/job-name"]; name != "" {
		return name
	}
	return m.Labels["job-name"]
}

// Latest is the newest time that the objects tell of: they were read then, or soon after.
func (o *Objects) Latest() time.Time {
	var last time.Time
	for _, e := range o.Events {
		last = latest(last, e.Time())
	}
	conditions := func(list []job.Condition) {
		for _, c := range list {
			last = latest(last, c.LastTransitionTime)
		}
	}
	for _, j := range o.Jobs {
		last = latest(last, latest(j.Metadata.CreationTimestamp, j.Status.StartTime))
		last = latest(last, j.Status.CompletionTime)
		conditions(j.Status.Conditions)
	}
	for _, p := range o.Pods {
		last = latest(last, p.Metadata.CreationTimestamp)
		conditions(p.Status.Conditions)
		for _, c := range p.Status.ContainerStatuses {
			if t := c.State.Terminated; t != nil {
				last = latest(last, t.FinishedAt)
			}
		}
	}
	for _, c := range o.CronJobs {
		last = latest(last, latest(c.Metadata.CreationTimestamp, c.Status.LastScheduleTime))
	}
	return last
}
