package cluster

import (
	"context"
	"errors"
	"strings"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Permission is one verb on one resource, as in an RBAC rule. Subresource may be empty.
type Permission struct {
	Verb, Group, Resource, Subresource string
}

// The permissions of the commands.
var (
	CreateJobs  = Permission{"create", "batch", "jobs", ""}
	WatchJobs   = Permission{"watch", "batch", "jobs", ""}
	DeleteJobs  = Permission{"delete", "batch", "jobs", ""}
	WatchPods   = Permission{"watch", "", "pods", ""}
	ReadPodLogs = Permission{"get", "", "pods", "log"}
)

var errAccessReview = errors.New("the cluster's answer to a SelfSubjectAccessReview")

// Missing asks the cluster which of these permissions the caller lacks in a namespace, and returns
// them as one error. A cluster that does not answer such questions is not held against the caller:
// then the calls themselves tell.
func (c *Cluster) Missing(ctx context.Context, namespace string, needed ...Permission) error {
	var missing []string
	for _, p := range needed {
		review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{
			ResourceAttributes: &authorizationv1.ResourceAttributes{
				Namespace: namespace, Verb: p.Verb, Group: p.Group, Resource: p.Resource, Subresource: p.Subresource,
			},
		}}
		answer, err := c.typed.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
		did := call{p.Verb, p.Group, p.Resource, namespace, ""}
		if p.Subresource != "" {
			did.resource += "/" + p.Subresource
		}
		switch {
		case err != nil && statusOf(err) == nil:
			return c.failed(err, did)
		case err != nil:
			if err := c.failed(err, did); isCredentials(err) {
				return err
			}
		case !answer.Status.Allowed:
			missing = append(missing, did.forbidden())
		}
	}
	if missing == nil {
		return nil
	}
	return &Error{kind: ErrForbidden, message: strings.Join(missing, "\n"), cause: errAccessReview}
}
