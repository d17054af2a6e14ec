package cluster

import (
	"context"

	batchv1 "k8s.io/api/batch/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"

	"github.com/kubectl-job/kubectl-job/job"
)

// ToReadCronJobs is what it takes to read CronJobs and their runs.
func ToReadCronJobs() []Permission {
	return []Permission{{"list", batchGroup, "cronjobs", ""}, {"list", batchGroup, "jobs", ""}}
}

// CronJobs lists the CronJobs of a namespace, or of all for "", that a label selector matches.
func (c *Cluster) CronJobs(ctx context.Context, namespace, selector string) ([]job.CronJob, error) {
	var all []job.CronJob
	err := c.pages(Query{Namespace: namespace, Labels: selector}, cronJobs.Resource, func() { all = nil }, func(options metav1.ListOptions) (string, error) {
		list, err := c.typed.BatchV1().CronJobs(namespace).List(ctx, options)
		if err != nil {
			return "", err //nolint:wrapcheck // the caller does
		}
		for i := range list.Items {
			all = append(all, leanCronJob(&list.Items[i]))
		}
		return list.Continue, nil
	})
	return all, err
}

// EventsAbout lists the events about one object.
func (c *Cluster) EventsAbout(ctx context.Context, namespace, uid string) ([]job.Event, error) {
	var all []job.Event
	query := Query{Namespace: namespace, Fields: fields.OneTermEqualSelector("involvedObject.uid", uid).String()}
	err := c.pages(query, "events", func() { all = nil }, func(options metav1.ListOptions) (string, error) {
		list, err := c.typed.CoreV1().Events(namespace).List(ctx, options)
		if err != nil {
			return "", err //nolint:wrapcheck // the caller does
		}
		for i := range list.Items {
			all = append(all, leanEvent(&list.Items[i]))
		}
		return list.Continue, nil
	})
	return all, err
}

func leanCronJob(c *batchv1.CronJob) job.CronJob {
	lean := job.CronJob{
		Metadata: leanMetadata(&c.ObjectMeta),
		Spec: job.CronJobSpec{
			Schedule:                   c.Spec.Schedule,
			TimeZone:                   c.Spec.TimeZone,
			StartingDeadlineSeconds:    c.Spec.StartingDeadlineSeconds,
			ConcurrencyPolicy:          string(c.Spec.ConcurrencyPolicy),
			Suspend:                    c.Spec.Suspend,
			SuccessfulJobsHistoryLimit: c.Spec.SuccessfulJobsHistoryLimit,
			FailedJobsHistoryLimit:     c.Spec.FailedJobsHistoryLimit,
			JobTemplate:                job.Template{Spec: leanJob(&batchv1.Job{Spec: c.Spec.JobTemplate.Spec}).Spec},
		},
		Status: job.CronJobStatus{
			LastScheduleTime: moment(c.Status.LastScheduleTime), LastSuccessfulTime: moment(c.Status.LastSuccessfulTime),
		},
	}
	for _, a := range c.Status.Active {
		lean.Status.Active = append(lean.Status.Active, job.ObjectReference{
			Kind: a.Kind, Namespace: a.Namespace, Name: a.Name, UID: string(a.UID),
		})
	}
	return lean
}
