package follow

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"k8s.io/cli-runtime/pkg/genericclioptions"
	clocktesting "k8s.io/utils/clock/testing"

	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/term"
)

// TestPodsThatCannotBeListedDoNotFailTheJob uses a server that refuses one certain request, the last list of the
// Pods, after all others have been answered.
func TestPodsThatCannotBeListedDoNotFailTheJob(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, "storage is down", http.StatusInternalServerError)
	}))
	defer server.Close()
	t.Setenv("KUBECONFIG", t.TempDir()+"/none")
	flags := genericclioptions.NewConfigFlags(false)
	flags.APIServer = &server.URL
	clock := clocktesting.NewFakeClock(start)
	c, err := cluster.Connect(flags, io.Discard, clock)
	if err != nil {
		t.Fatal(err)
	}
	var notes bytes.Buffer
	f := newFollower(t.Context(), finished("Complete", "CompletionsReached"), Options{
		Cluster: c, Clock: clock, Logs: true, Notes: term.NewLines(&notes), Output: term.NewLines(io.Discard),
	})
	defer f.stop()
	result, err := f.end(t.Context(), nil)
	if err != nil || result.Code != 0 {
		t.Errorf("code %d, %v; want 0", result.Code, err)
	}
	for _, want := range []string{"pi: its Pods could not be listed at the end, the last logs may be missing: ", "pi: complete after 13s"} {
		if !strings.Contains(notes.String(), want) {
			t.Errorf("%q is missing in\n%s", want, notes.String())
		}
	}
}
