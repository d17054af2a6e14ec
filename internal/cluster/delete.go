package cluster

import (
	"context"
	"errors"
	"fmt"
	"time"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// ErrChanged says that an object is no longer the one that was read, or not as it was read.
var ErrChanged = errors.New("changed meanwhile")

// Busy says that the API server asks for patience (API Priority and Fairness, or a limit of its own).
type Busy struct{ After time.Duration }

func (b *Busy) Error() string {
	return fmt.Sprintf("the API server is busy, and asks to wait for %s", b.After)
}

// Target is an object to delete or to change: this one only, and with a ResourceVersion only as it was then.
type Target struct {
	Pod                                   bool // not a Job
	Namespace, Name, UID, ResourceVersion string
}

func (t Target) resource() (group, resource string) {
	if t.Pod {
		return "", "pods"
	}
	return batchGroup, "jobs"
}

// Delete deletes a Job and in the background its Pods, or a Pod, with one request: what the cluster is too busy for is a Busy. The
// error is ErrNotFound if it is gone, and ErrChanged if it is another one, or no longer as it was.
func (c *Cluster) Delete(ctx context.Context, t Target, dryRun bool) error {
	background, uid := metav1.DeletePropagationBackground, types.UID(t.UID)
	options := &metav1.DeleteOptions{PropagationPolicy: &background, Preconditions: &metav1.Preconditions{UID: &uid}}
	if t.ResourceVersion != "" {
		options.Preconditions.ResourceVersion = &t.ResourceVersion
	}
	if dryRun {
		options.DryRun = []string{metav1.DryRunAll}
	}
	client := c.unhurried.BatchV1().RESTClient()
	if t.Pod {
		client = c.unhurried.CoreV1().RESTClient()
	}
	group, resource := t.resource()
	err := client.Delete().Namespace(t.Namespace).Resource(resource).Name(t.Name).Body(options).MaxRetries(0).Do(ctx).Error()
	return c.guarded(err, call{"delete", group, resource, t.Namespace, t.Name})
}

// SetTTL sets how long a Job stays after its end, in seconds; what is too much for the cluster is a Busy, as in Delete.
func (c *Cluster) SetTTL(ctx context.Context, t Target, seconds int32, dryRun bool) error {
	version := ""
	if t.ResourceVersion != "" {
		version = fmt.Sprintf(`,"resourceVersion":%q`, t.ResourceVersion)
	}
	body := fmt.Appendf(nil, `{"metadata":{"uid":%q%s},"spec":{"ttlSecondsAfterFinished":%d}}`, t.UID, version, seconds)
	request := c.unhurried.BatchV1().RESTClient().Patch(types.MergePatchType).Namespace(t.Namespace).Resource("jobs").Name(t.Name).
		Param("fieldManager", FieldManager).Body(body).MaxRetries(0)
	if dryRun {
		request = request.Param("dryRun", metav1.DryRunAll)
	}
	return c.guarded(request.Do(ctx).Error(), call{"patch", batchGroup, "jobs", t.Namespace, t.Name})
}

// guarded words the error of a call with preconditions, and of one that was not tried again.
func (c *Cluster) guarded(err error, did call) error {
	if apierrors.IsConflict(err) { // what was asked for is all that can conflict
		return &Error{kind: ErrChanged, message: did.object() + " was changed meanwhile, or replaced by another of the same name", cause: err}
	}
	if after, wait := apierrors.SuggestsClientDelay(err); wait || apierrors.IsTooManyRequests(err) {
		return &Busy{After: time.Duration(max(after, 1)) * time.Second}
	}
	if apierrors.IsServiceUnavailable(err) { // says what stands before the API server, or the API server while it comes or goes
		return &Error{kind: ErrUnreachable, message: "the cluster at " + c.host + " does not answer for now: " + statusOf(err).Message, cause: err}
	}
	return c.failed(err, did)
}
