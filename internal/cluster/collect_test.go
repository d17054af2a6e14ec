package cluster_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"testing"

	"github.com/google/go-cmp/cmp"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/job"
)

// TestExpiredPages has the server forget the rest of a list after its first page, which a real one does only after minutes.
func TestExpiredPages(t *testing.T) {
	kinds := map[string]string{"jobs": "JobList", "cronjobs": "CronJobList", "events": "EventList"}
	asked := map[string]int{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		resource := path.Base(r.URL.Path)
		asked[resource]++
		w.Header().Set("Content-Type", "application/json")
		var answer any
		switch token := r.URL.Query().Get("continue"); {
		case token == "first": // of the first try: what etcd says of a history that it has compacted
			w.WriteHeader(http.StatusGone)
			answer = metav1.Status{Status: metav1.StatusFailure, Reason: metav1.StatusReasonExpired, Code: http.StatusGone, Message: "The provided continue parameter is too old"}
		case token == "second":
			answer = page(kinds[resource], resource, "", "c")
		case asked[resource] == 1:
			answer = page(kinds[resource], resource, "first", "a", "b")
		default:
			answer = page(kinds[resource], resource, "second", "a")
		}
		_ = json.NewEncoder(w).Encode(answer)
	}))
	defer server.Close()
	t.Setenv("KUBECONFIG", t.TempDir()+"/none")
	flags := genericclioptions.NewConfigFlags(false)
	flags.APIServer = &server.URL
	c, err := cluster.Connect(flags, io.Discard, clock.RealClock{})
	if err != nil {
		t.Fatal(err)
	}
	for resource, list := range map[string]func() ([]string, error){
		"jobs": func() ([]string, error) {
			list, err := c.Jobs(t.Context(), "shop", "")
			return names(list, func(j job.Job) job.Metadata { return j.Metadata }), err
		},
		"cronjobs": func() ([]string, error) {
			list, err := c.CronJobs(t.Context(), "shop", "")
			return names(list, func(c job.CronJob) job.Metadata { return c.Metadata }), err
		},
		"events": func() ([]string, error) {
			list, err := c.EventsAbout(t.Context(), "shop", "1")
			return names(list, func(e job.Event) job.Metadata { return e.Metadata }), err
		},
	} {
		got, err := list()
		if err != nil {
			t.Errorf("%s: %v", resource, err)
			continue
		}
		if diff := cmp.Diff([]string{resource + "-a", resource + "-c"}, got); diff != "" {
			t.Errorf("%s, want -, got +:\n%s", resource, diff)
		}
		if asked[resource] != 4 {
			t.Errorf("%s: asked %d times, want 4: two pages, and two anew", resource, asked[resource])
		}
	}
}

func page(kind, resource, next string, items ...string) map[string]any {
	version := "batch/v1"
	if resource == "events" {
		version = "v1"
	}
	var list []any
	for _, item := range items {
		name := fmt.Sprintf("%s-%s", resource, item)
		list = append(list, map[string]any{"metadata": map[string]any{"name": name, "uid": name}})
	}
	return map[string]any{"apiVersion": version, "kind": kind, "metadata": map[string]any{"continue": next}, "items": list}
}

func names[T any](list []T, metadata func(T) job.Metadata) []string {
	var all []string
	for _, item := range list {
		all = append(all, metadata(item).Name)
	}
	return all
}
