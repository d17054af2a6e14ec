package analyze

import (
	"context"
	"errors"
	"maps"
	"slices"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/job"
)

// fleet analyses all Jobs of the namespace, or of all of them. It reads page by page, and keeps of each object only what the
// analysis reads.
func (o *Options) fleet(ctx context.Context) (*analyze.Fleet, error) {
	restore := env.Thrift()
	defer restore()
	g := &gatherer{Options: o}
	var all stock
	err := o.gather(ctx, g, o.Namespace, &all)
	if o.Namespace == "" && errors.Is(err, cluster.ErrForbidden) {
		may, lacks, nowhere := o.Cluster.Readable(ctx)
		if nowhere != nil {
			return nil, errors.Join(err, nowhere)
		}
		for _, l := range lacks {
			_ = g.unless(l) // that is what they are
		}
		err = nil
		for _, namespace := range may {
			err = errors.Join(err, o.gather(ctx, g, namespace, &all))
		}
	}
	if err != nil {
		return nil, err
	}
	if len(all.jobs) == 0 && o.Namespace != "" {
		if missing := o.Cluster.NamespaceMissing(ctx, o.Namespace); missing != nil {
			return nil, missing
		}
	}
	fleet := analyze.NewFleet(o.Clock.Now())
	for _, j := range all.jobs {
		s, err := all.snapshot(j, fleet.Time)
		if err != nil {
			return nil, err
		}
		fleet.Add(s)
	}
	fleet.Finish()
	fleet.Unread = g.unread
	return fleet, nil
}

// gather reads what there is in one namespace, or with "" in all.
func (o *Options) gather(ctx context.Context, g *gatherer, namespace string, all *stock) error {
	query := cluster.Query{Namespace: namespace, Labels: o.Selector}
	jobs, err := cluster.CollectJobs(ctx, o.Cluster, query, func(j job.Job, _ int) keptJob { return all.keep(slim(j)) })
	if err != nil {
		return err
	}
	live := map[string]string{} // the uids of Jobs, and of their Pods, that have not ended well; with those of the Jobs
	chosen := map[string]bool{}
	for _, j := range jobs {
		chosen[j.uid] = true
		if !j.well {
			live[j.uid] = j.uid
		}
	}
	all.jobs = append(all.jobs, jobs...)
	if err := g.unless(o.podsOfAll(ctx, namespace, chosen, live, all)); err != nil {
		return err
	}
	if err := g.unless(o.eventsOfAll(ctx, namespace, live, all)); err != nil {
		return err
	}
	if err := g.unless(o.nodesOfAll(ctx, all)); err != nil {
		return err
	}
	return g.unless(o.leaderOfAll(ctx, all))
}

// slim leaves out what takes room and does not say how a Job fares.
func slim(j job.Job) job.Job {
	j.Spec.Selector = nil
	j.Metadata.Annotations = nil
	labels := j.Metadata.Labels
	j.Metadata.Labels = nil
	if queue := labels["kueue.x-k8s.io/queue-name"]; queue != "" {
		j.Metadata.Labels = map[string]string{"kueue.x-k8s.io/queue-name": queue}
	}
	return j
}

// slimPod is slim for a Pod; stock.snapshot puts back what its Job says as well.
func slimPod(p job.Pod) job.Pod {
	p.Metadata.Labels, p.Metadata.Namespace, p.Metadata.OwnerReferences, p.Metadata.ResourceVersion = nil, "", nil, ""
	if index, ok := p.Metadata.Annotations[job.IndexAnnotation]; ok {
		p.Metadata.Annotations = map[string]string{job.IndexAnnotation: index}
	} else {
		p.Metadata.Annotations = nil
	}
	if p.Status.Phase == "Succeeded" {
		p.Spec.Containers, p.Spec.InitContainers, p.Spec.Volumes = nil, nil, nil
		for i := range p.Status.Conditions {
			p.Status.Conditions[i].Reason, p.Status.Conditions[i].Message = "", ""
		}
	}
	return p
}

// podsOfAll keeps the Pods of the Jobs that are chosen, and adds those that have not ended well to what is live.
func (o *Options) podsOfAll(ctx context.Context, namespace string, chosen map[string]bool, live map[string]string, all *stock) error {
	pods, running := map[string][]packed{}, map[string]string{}
	busy := false
	begin := func() { pods, running, busy = map[string][]packed{}, map[string]string{}, false }
	err := o.Cluster.EachJobPod(ctx, cluster.Query{Namespace: namespace}, begin, func(p job.Pod) {
		uid := p.Metadata.Labels["controller-uid"]
		if !chosen[uid] {
			return
		}
		if p.Status.Phase != "Succeeded" {
			running[p.Metadata.UID] = uid
			busy = busy || p.Status.Phase != "Failed"
		}
		pods[uid] = append(pods[uid], all.podShelf.pack(slimPod(p)))
	})
	if err != nil {
		return err
	}
	all.busy = all.busy || busy
	all.add(pods)
	maps.Copy(live, running)
	return nil
}

// eventsOfAll are the warnings about Jobs and Pods that have not ended well: there are many events in a cluster, and the
// others only tell what went as it should.
func (o *Options) eventsOfAll(ctx context.Context, namespace string, live map[string]string, all *stock) error {
	if len(live) == 0 {
		return nil
	}
	var events []job.Event
	err := o.Cluster.EachEvent(ctx, cluster.Query{Namespace: namespace, Fields: "type=Warning"}, func() { events = nil }, func(e job.Event) {
		if live[e.InvolvedObject.UID] != "" {
			e.Metadata.Labels, e.Metadata.Annotations = nil, nil
			events = append(events, e)
		}
	})
	for _, e := range events {
		all.tell(live[e.InvolvedObject.UID], e)
	}
	return err
}

// nodesOfAll are read once, if a Pod runs or is to.
func (o *Options) nodesOfAll(ctx context.Context, all *stock) (err error) {
	if all.nodes == nil && all.busy {
		all.nodes, err = o.Cluster.Nodes(ctx)
	}
	return err
}

// leaderOfAll is read once, if a Job has not been taken up.
func (o *Options) leaderOfAll(ctx context.Context, all *stock) (err error) {
	if all.leader != nil || !slices.ContainsFunc(all.jobs, func(j keptJob) bool { return j.untouched }) {
		return nil
	}
	all.leader, err = o.Cluster.Leader(ctx)
	return err
}
