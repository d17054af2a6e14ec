package cluster

import (
	"errors"
	"fmt"
	"testing"

	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// TestForbiddenHasTheServersVerb: a watch begins with a list, and what is missing is what the server says.
func TestForbiddenHasTheServersVerb(t *testing.T) {
	pods := schema.GroupResource{Resource: "pods"}
	for said, want := range map[string]string{
		`User "ann" cannot list resource "pods" in API group "" in the namespace "ns"`:  `you may not list pods in namespace "ns": a Role with verb "list" on resource "pods" (apiGroup "") is missing for user "ann"`,
		`User "ann" cannot watch resource "pods" in API group "" in the namespace "ns"`: `you may not watch pods in namespace "ns": a Role with verb "watch" on resource "pods" (apiGroup "") is missing for user "ann"`,
	} {
		refused := fmt.Errorf("failed to list *v1.Pod: %w", apierrors.NewForbidden(pods, "", errors.New(said)))
		err := (&Cluster{}).failed(refused, call{"watch", "", "pods", "ns", ""})
		if err == nil || err.Error() != want || !errors.Is(err, ErrForbidden) {
			t.Errorf("%v; want %s", err, want)
		}
	}
}

func TestForbiddenIsOneLineForEachResource(t *testing.T) {
	var missing []call
	for _, p := range append([]Permission{CreateJobs}, ToFollow(true)...) {
		missing = append(missing, p.in("ns"))
	}
	want := []string{
		`you may not create, get, list or watch jobs.batch in namespace "ns": a Role with verbs "create", "get", "list" and "watch" on resource "jobs" (apiGroup "batch") is missing`,
		`you may not get, list or watch pods in namespace "ns": a Role with verbs "get", "list" and "watch" on resource "pods" (apiGroup "") is missing`,
		`you may not get pods/log in namespace "ns": a Role with verb "get" on resource "pods/log" (apiGroup "") is missing`,
	}
	if got := forbidden(missing); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}
