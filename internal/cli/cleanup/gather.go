package cleanup

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/retention"
)

// found is what there is.
type found struct {
	candidates []retention.Candidate
	cronJobs   retention.CronJobs
	namespaces []string // that were looked at; one "" for all
	partly     bool     // some could not be read, which was told
	now        time.Time
}

func (f *found) plan(o *Options) retention.Plan {
	return retention.Make(f.candidates, f.cronJobs, o.Filters, o.Most, f.now)
}

// gather reads what the decision takes.
func (o *Options) gather(ctx context.Context) (*found, error) {
	f := &found{cronJobs: retention.CronJobs{}, namespaces: []string{o.Namespace}, now: o.Clock.Now()}
	if err := o.permitted(ctx, f); err != nil {
		return nil, err
	}
	for _, namespace := range f.namespaces {
		if err := o.gatherIn(ctx, namespace, f); err != nil {
			return nil, err
		}
	}
	if len(f.candidates) == 0 && o.Namespace != "" {
		if missing := o.Cluster.NamespaceMissing(ctx, o.Namespace); missing != nil {
			return nil, missing
		}
	}
	return f, nil
}

// permitted finds out where Jobs may be listed. In one namespace, all that is needed has to be there; in all namespaces, what
// may not be deleted is told when it comes to that.
func (o *Options) permitted(ctx context.Context, f *found) error {
	needed := []cluster.Permission{cluster.ListJobs}
	switch {
	case o.DryRun == arg.DryRunClient || o.Namespace == "":
	case o.TTL != nil:
		needed = append(needed, cluster.PatchJobs)
	default:
		needed = append(needed, cluster.DeleteJobs)
	}
	if o.Archive != "" && o.Namespace != "" {
		needed = append(needed, cluster.ToArchive()...)
	}
	lacking := o.Cluster.Missing(ctx, o.Namespace, needed...)
	if o.Namespace != "" || !errors.Is(lacking, cluster.ErrForbidden) {
		return lacking
	}
	may, lacks, err := o.Cluster.Readable(ctx)
	if errors.Is(err, cluster.ErrForbidden) && !errors.Is(err, cluster.ErrNowhere) {
		return errors.Join(lacking, err) // neither all at once nor one by one
	}
	if err != nil {
		return err
	}
	for _, l := range lacks {
		o.note("%v", l)
	}
	f.namespaces, f.partly = may, len(lacks) > 0
	return nil
}

// gatherIn adds what there is in one namespace, or with "" in all.
func (o *Options) gatherIn(ctx context.Context, namespace string, f *found) error {
	query := cluster.Query{Namespace: namespace, Labels: o.Labels, Fields: o.Fields}
	group := ""
	for _, filter := range o.Filters {
		if filter.GroupBy.Label != "" {
			group = filter.GroupBy.Label
		}
	}
	var pods []retention.Candidate
	if o.orphans() { // before the Jobs: a Pod that is newer than the list of Jobs would seem to have none
		var err error
		if pods, err = o.podsOfJobs(ctx, query, f); err != nil {
			return err
		}
	}
	jobs, err := cluster.CollectJobs(ctx, o.Cluster, query, func(j job.Job, size int) retention.Candidate {
		return retention.Of(j, group, size)
	})
	if err != nil {
		return err
	}
	if err := o.readCronJobs(ctx, namespace, jobs, f); err != nil {
		return err
	}
	f.candidates = append(f.candidates, jobs...)
	if len(pods) > 0 {
		return o.orphaned(ctx, namespace, pods, f)
	}
	return nil
}

// readCronJobs reads the CronJobs that Jobs belong to. Who may not read them is told what that means.
func (o *Options) readCronJobs(ctx context.Context, namespace string, jobs []retention.Candidate, f *found) error {
	ofCronJob := func(c retention.Candidate) bool { return c.Owner.Kind == "CronJob" }
	if !slices.ContainsFunc(jobs, ofCronJob) {
		return nil
	}
	list, err := o.Cluster.CronJobs(ctx, namespace, "")
	if errors.Is(err, cluster.ErrForbidden) {
		o.note("%v; Jobs of CronJobs stay there, unless --keep-last or --owner says what to keep of them", err)
		for i := range jobs {
			jobs[i].OwnerUnread = ofCronJob(jobs[i])
		}
		return nil
	}
	for _, c := range list {
		f.cronJobs[c.Metadata.UID] = c
	}
	return err
}

// podsOfJobs lists the Pods that are or were a Job's. Who may not is told.
func (o *Options) podsOfJobs(ctx context.Context, query cluster.Query, f *found) ([]retention.Candidate, error) {
	pods, err := cluster.CollectPods(ctx, o.Cluster, query, func(p job.Pod, size int) (retention.Candidate, bool) {
		owner, ok := jobOf(p.Metadata)
		if !ok {
			return retention.Candidate{}, false
		}
		return retention.OfPod(p, owner, size), true
	})
	if errors.Is(err, cluster.ErrForbidden) {
		o.note("%v; Pods whose Job is gone are not looked for there", err)
		f.partly = true
		return nil, nil
	}
	return pods, err
}

// jobOf is the Job that made a Pod; it is false for a Pod that another controller has taken.
func jobOf(m job.Metadata) (retention.Owner, bool) {
	for _, o := range m.OwnerReferences {
		if o.Controller != nil && *o.Controller {
			return retention.Owner{Kind: o.Kind, Name: o.Name, UID: o.UID}, o.Kind == "Job"
		}
	}
	uid := m.Labels["batch.kubernetes.io/controller-uid"]
	if uid == "" {
		uid = m.Labels["controller-uid"] // before Kubernetes 1.27
	}
	return retention.Owner{Kind: "Job", Name: m.Labels["job-name"], UID: uid}, uid != ""
}

// orphaned adds the Pods whose Job is gone.
func (o *Options) orphaned(ctx context.Context, namespace string, pods []retention.Candidate, f *found) error {
	there := map[string]bool{}
	if err := o.Cluster.EachJob(ctx, cluster.Query{Namespace: namespace}, func() { clear(there) }, func(m job.Metadata) { there[m.UID] = true }); err != nil {
		return err
	}
	for _, p := range pods {
		if !there[p.Owner.UID] {
			f.candidates = append(f.candidates, p)
		}
	}
	return nil
}

// countPods finds out how many Pods the Jobs have. Without the permission to list Pods nobody knows.
func (o *Options) countPods(ctx context.Context, namespaces []string, lists ...[]retention.Candidate) {
	counts := map[string]int{}
	for _, namespace := range namespaces {
		here := map[string]int{}
		err := o.Cluster.EachPod(ctx, cluster.Query{Namespace: namespace}, func() { clear(here) }, func(m job.Metadata) {
			if owner, ok := jobOf(m); ok {
				here[owner.UID]++
			}
		})
		maps.Copy(counts, here) // no Job is in two namespaces
		if err != nil {
			o.note("how many Pods the Jobs have is not known: %v", err)
			return
		}
	}
	for _, list := range lists {
		for i := range list {
			list[i].Pods = counts[list[i].UID]
		}
	}
}
