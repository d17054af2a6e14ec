package analyze

import (
	"context"
	"errors"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/job"
)

// fleet analyses all Jobs of the namespace, or of all of them. It reads page by page, and keeps of each object only what the
// analysis reads.
func (o *Options) fleet(ctx context.Context) (*analyze.Fleet, error) {
	g := &gatherer{Options: o}
	objects := analyze.Objects{}
	err := o.gather(ctx, g, o.Namespace, &objects)
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
			err = errors.Join(err, o.gather(ctx, g, namespace, &objects))
		}
	}
	if err != nil {
		return nil, err
	}
	if len(objects.Jobs) == 0 && o.Namespace != "" {
		if missing := o.Cluster.NamespaceMissing(ctx, o.Namespace); missing != nil {
			return nil, missing
		}
	}
	fleet := analyze.NewFleet(o.Clock.Now())
	for _, s := range objects.Snapshots(fleet.Time) {
		fleet.Add(s)
	}
	fleet.Finish()
	fleet.Unread = g.unread
	return fleet, nil
}

// gather reads what there is in one namespace, or with "" in all.
func (o *Options) gather(ctx context.Context, g *gatherer, namespace string, objects *analyze.Objects) error {
	query := cluster.Query{Namespace: namespace, Labels: o.Selector}
	jobs, err := cluster.CollectJobs(ctx, o.Cluster, query, func(j job.Job, _ int) job.Job { return slim(j) })
	if err != nil {
		return err
	}
	objects.Jobs = append(objects.Jobs, jobs...)
	chosen := map[string]bool{}
	for _, j := range jobs {
		chosen[j.Metadata.UID] = true
	}
	pods, err := o.podsOfAll(ctx, namespace, chosen)
	if err := g.unless(err); err != nil {
		return err
	}
	objects.Pods = append(objects.Pods, pods...)
	events, err := o.eventsOfAll(ctx, namespace, jobs, pods)
	if err := g.unless(err); err != nil {
		return err
	}
	objects.Events = append(objects.Events, events...)
	if err := g.unless(o.nodesOfAll(ctx, objects)); err != nil {
		return err
	}
	return g.unless(o.leaderOfAll(ctx, objects))
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

func (o *Options) podsOfAll(ctx context.Context, namespace string, chosen map[string]bool) ([]job.Pod, error) {
	var all []job.Pod
	err := o.Cluster.EachJobPod(ctx, cluster.Query{Namespace: namespace}, func() { all = nil }, func(p job.Pod) {
		uid := p.Metadata.Labels["controller-uid"]
		if !chosen[uid] {
			return
		}
		p.Metadata.Labels = map[string]string{"controller-uid": uid}
		if index, ok := p.Metadata.Annotations[job.IndexAnnotation]; ok {
			p.Metadata.Annotations = map[string]string{job.IndexAnnotation: index}
		} else {
			p.Metadata.Annotations = nil
		}
		if p.Status.Phase == "Succeeded" {
			p.Spec.Containers, p.Spec.InitContainers, p.Spec.Volumes = nil, nil, nil
		}
		all = append(all, p)
	})
	return all, err
}

// eventsOfAll are the warnings about Jobs and Pods that have not ended well: there are many events in a cluster, and the
// others only tell what went as it should.
func (o *Options) eventsOfAll(ctx context.Context, namespace string, jobs []job.Job, pods []job.Pod) ([]job.Event, error) {
	interesting := map[string]bool{}
	for _, j := range jobs {
		if j.State() != job.StateComplete {
			interesting[j.Metadata.UID] = true
		}
	}
	for _, p := range pods {
		if p.Status.Phase != "Succeeded" {
			interesting[p.Metadata.UID] = true
		}
	}
	if len(interesting) == 0 {
		return nil, nil
	}
	var all []job.Event
	err := o.Cluster.EachEvent(ctx, cluster.Query{Namespace: namespace, Fields: "type=Warning"}, func() { all = nil }, func(e job.Event) {
		if interesting[e.InvolvedObject.UID] {
			e.Metadata.Labels, e.Metadata.Annotations = nil, nil
			all = append(all, e)
		}
	})
	return all, err
}

// nodesOfAll are read once, if a Pod runs or is to.
func (o *Options) nodesOfAll(ctx context.Context, objects *analyze.Objects) (err error) {
	if objects.Nodes != nil {
		return nil
	}
	for _, p := range objects.Pods {
		if p.Status.Phase != "Succeeded" && p.Status.Phase != "Failed" {
			objects.Nodes, err = o.Cluster.Nodes(ctx)
			return err
		}
	}
	return nil
}

// leaderOfAll is read once, if a Job has not been taken up.
func (o *Options) leaderOfAll(ctx context.Context, objects *analyze.Objects) (err error) {
	if objects.Leader != nil {
		return nil
	}
	for _, j := range objects.Jobs {
		if j.Status.StartTime.IsZero() && !j.Spec.Suspended() {
			objects.Leader, err = o.Cluster.Leader(ctx)
			return err
		}
	}
	return nil
}
