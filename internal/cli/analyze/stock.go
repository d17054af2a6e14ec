package analyze

import (
	"time"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/job"
)

// stock is what was read of a fleet: tens of thousands of objects, each on a shelf until its turn comes.
type stock struct {
	jobs   []keptJob
	pods   map[string][]packed    // by the uid of their Job
	events map[string][]job.Event // so, too
	nodes  []analyze.Node
	leader *analyze.Lease
	busy   bool // a Pod runs, or is to

	jobShelf, podShelf shelf
}

// keptJob is a Job, and what has to be known of it at once.
type keptJob struct {
	uid       string
	object    packed
	well      bool // it is complete
	untouched bool // no controller has taken it up
}

func (s *stock) keep(j job.Job) keptJob {
	return keptJob{
		uid: j.Metadata.UID, object: s.jobShelf.pack(j),
		well: j.State() == job.StateComplete, untouched: j.Status.StartTime.IsZero() && !j.Spec.Suspended(),
	}
}

func (s *stock) add(pods map[string][]packed) {
	if s.pods == nil {
		s.pods = map[string][]packed{}
	}
	for uid, list := range pods {
		s.pods[uid] = append(s.pods[uid], list...)
	}
}

func (s *stock) tell(of string, e job.Event) {
	if s.events == nil {
		s.events = map[string][]job.Event{}
	}
	s.events[of] = append(s.events[of], e)
}

// snapshot takes one Job out.
func (s *stock) snapshot(j keptJob, now time.Time) (analyze.Snapshot, error) {
	objects := analyze.Objects{Jobs: make([]job.Job, 1), Events: s.events[j.uid], Nodes: s.nodes, Leader: s.leader}
	if err := s.jobShelf.unpack(j.object, &objects.Jobs[0]); err != nil {
		return analyze.Snapshot{}, err
	}
	of := objects.Jobs[0].Metadata
	for _, p := range s.pods[j.uid] {
		var pod job.Pod
		if err := s.podShelf.unpack(p, &pod); err != nil {
			return analyze.Snapshot{}, err
		}
		pod.Metadata.Namespace = of.Namespace
		pod.Metadata.OwnerReferences = []job.OwnerReference{{APIVersion: "batch/v1", Kind: "Job", Name: of.Name, UID: of.UID, Controller: new(true)}}
		objects.Pods = append(objects.Pods, pod)
	}
	return objects.Snapshots(now)[0], nil
}
