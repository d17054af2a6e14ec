package cluster

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	authorizationv1 "k8s.io/api/authorization/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

const batchGroup = "batch"

// Permission is one verb on one resource, as in an RBAC rule. Subresource may be empty.
type Permission struct {
	Verb, Group, Resource, Subresource string
}

// What it takes to create, list, change and delete Jobs.
var (
	CreateJobs = Permission{"create", batchGroup, "jobs", ""}
	ListJobs   = Permission{"list", batchGroup, "jobs", ""}
	PatchJobs  = Permission{"patch", batchGroup, "jobs", ""}
	DeleteJobs = Permission{"delete", batchGroup, "jobs", ""}
)

// ToFollow is what it takes to follow Jobs to their end, on request with the logs of their Pods.
func ToFollow(logs bool) []Permission {
	needed := readAndWatch(batchGroup, "jobs")
	if logs {
		needed = append(needed, readAndWatch("", "pods")...)
		needed = append(needed, Permission{"get", "", "pods", "log"})
	}
	return needed
}

// ToReadLogs is what it takes to read what the Pods of a Job have written.
func ToReadLogs() []Permission {
	return []Permission{{"get", batchGroup, "jobs", ""}, {"get", "", "pods", ""}, {"list", "", "pods", ""}, {"get", "", "pods", "log"}}
}

func readAndWatch(group, resource string) []Permission {
	var needed []Permission
	for _, verb := range []string{"get", "list", "watch"} {
		needed = append(needed, Permission{verb, group, resource, ""})
	}
	return needed
}

func (p Permission) in(namespace string) call {
	resource := p.Resource
	if p.Subresource != "" {
		resource += "/" + p.Subresource
	}
	return call{p.Verb, p.Group, resource, namespace, ""}
}

var errAccessReview = errors.New("the cluster's answer to a SelfSubjectAccessReview")

// Missing asks the cluster which of these permissions the caller lacks in a namespace, and returns
// them as one error, ErrForbidden. A cluster that does not answer such questions is not held against the
// caller: then the calls themselves tell.
func (c *Cluster) Missing(ctx context.Context, namespace string, needed ...Permission) error {
	lacking := make([]bool, len(needed))
	errs := make([]error, len(needed))
	var all sync.WaitGroup
	for i, p := range needed {
		all.Go(func() { lacking[i], errs[i] = c.lacks(ctx, namespace, p) })
	}
	all.Wait()
	var missing []call
	for i, p := range needed {
		if errs[i] != nil {
			return errs[i]
		}
		if lacking[i] {
			missing = append(missing, p.in(namespace))
		}
	}
	if missing == nil {
		return nil
	}
	return &Error{kind: ErrForbidden, message: strings.Join(forbidden(missing), "\n"), cause: errAccessReview}
}

func (c *Cluster) lacks(ctx context.Context, namespace string, p Permission) (bool, error) {
	review := &authorizationv1.SelfSubjectAccessReview{Spec: authorizationv1.SelfSubjectAccessReviewSpec{
		ResourceAttributes: &authorizationv1.ResourceAttributes{
			Namespace: namespace, Verb: p.Verb, Group: p.Group, Resource: p.Resource, Subresource: p.Subresource,
		},
	}}
	answer, err := c.typed.AuthorizationV1().SelfSubjectAccessReviews().Create(ctx, review, metav1.CreateOptions{})
	if err == nil {
		return !answer.Status.Allowed, nil
	}
	answered := statusOf(err) != nil
	err = c.failed(err, p.in(namespace))
	if answered && !isCredentials(err) {
		return false, nil
	}
	return false, err
}

// forbidden words what is missing: one line for each resource, with its verbs.
func forbidden(missing []call) []string {
	var lines []string
	for len(missing) > 0 {
		first, verbs := missing[0], []string{}
		rest := missing[:0:0]
		for _, m := range missing {
			if m.group == first.group && m.resource == first.resource {
				verbs = append(verbs, m.verb)
			} else {
				rest = append(rest, m)
			}
		}
		lines = append(lines, first.forbidden(verbs...))
		missing = rest
	}
	return lines
}

func (c call) forbidden(verbs ...string) string {
	resource, where := c.resource, "in the whole cluster"
	if c.group != "" {
		resource += "." + c.group
	}
	if c.namespace != "" {
		where = fmt.Sprintf("in namespace %q", c.namespace)
	}
	word := "verb"
	if len(verbs) > 1 {
		word = "verbs"
	}
	return fmt.Sprintf("you may not %s %s %s: a Role with %s %s on resource %q (apiGroup %q) is missing",
		enumerate(verbs, "or"), resource, where, word, enumerate(quoted(verbs), "and"), c.resource, c.group)
}

func quoted(list []string) []string {
	var all []string
	for _, s := range list {
		all = append(all, strconv.Quote(s))
	}
	return all
}

// enumerate joins a list as a sentence does: "a, b or c".
func enumerate(list []string, last string) string {
	n := len(list)
	if n < 2 {
		return strings.Join(list, "")
	}
	return strings.Join(list[:n-1], ", ") + " " + last + " " + list[n-1]
}
