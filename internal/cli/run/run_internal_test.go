package run

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"
	"k8s.io/cli-runtime/pkg/printers"
	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/internal/cli/arg"
	"github.com/kubectl-job/kubectl-job/internal/cli/env"
	"github.com/kubectl-job/kubectl-job/internal/cli/exit"
	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
)

func jobNamed(name string) *unstructured.Unstructured {
	o := &unstructured.Unstructured{Object: map[string]any{"apiVersion": "batch/v1", "kind": "Job"}}
	o.SetNamespace("ns")
	o.SetName(name)
	return o
}

// TestVerdict compares what is said of several Jobs, and the exit code, with how following them ended.
func TestVerdict(t *testing.T) {
	unread := &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}
	lost := errors.New("connection lost")
	for name, test := range map[string]struct {
		a, b   end
		remove bool
		code   int
		want   string
	}{
		"both ended": {end{}, end{code: 3}, false, 3, ""},
		"both could not be followed": {
			end{err: lost},
			end{err: errors.New("you may not get pods")},
			false, exit.Error,
			`error: a: connection lost
a: the Job goes on. Come back to it with: kubectl job watch a -n ns
error: b: you may not get pods
b: the Job goes on. Come back to it with: kubectl job watch b -n ns
`,
		},
		"one failed, one could not be followed": {
			end{code: 4},
			end{err: lost},
			true, 4,
			`error: b: connection lost
b: deleting the Job (--rm)
`,
		},
		"both took too long": {
			end{err: follow.ErrTimeout},
			end{err: errors.Join(follow.ErrTimeout, context.Canceled)},
			true, exit.TimedOut,
			`a: not finished within 1m0s; deleting the Job (--rm)
b: not finished within 1m0s; deleting the Job (--rm)
`,
		},
		"nobody reads": {
			end{},
			end{err: fmt.Errorf("write log line: %w", unread)},
			false, exit.Unread,
			`b: nobody reads standard output any more; the Job goes on. Come back to it with: kubectl job watch b -n ns
`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			var said bytes.Buffer
			o := &Options{Env: env.Env{IOStreams: genericiooptions.IOStreams{ErrOut: &said}}, Remove: test.remove, Timeout: time.Minute}
			test.a.object, test.b.object = jobNamed("a"), jobNamed("b")
			err := o.verdict(t.Context(), []end{test.a, test.b})
			if code := exit.CodeOf(t.Context(), err); code != test.code {
				t.Errorf("code %d, want %d", code, test.code)
			}
			if err != nil && err.Error() != "" {
				t.Errorf("said twice: %v", err)
			}
			if diff := cmp.Diff(test.want, said.String()); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// TestVerdictAfterASignal: what went wrong before the signal is still told.
func TestVerdictAfterASignal(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(exit.Signal{Signal: syscall.SIGTERM})
	var said bytes.Buffer
	o := &Options{Env: env.Env{IOStreams: genericiooptions.IOStreams{ErrOut: &said}}, Remove: true}
	err := o.verdict(ctx, []end{{object: jobNamed("a"), err: context.Cause(ctx)}, {object: jobNamed("b"), err: errors.New("connection lost")}})
	if code := exit.CodeOf(ctx, err); code != 143 {
		t.Errorf("code %d, want 143", code)
	}
	want := `a: stopped by a signal (terminated); deleting the Job (--rm)
error: b: connection lost
b: deleting the Job (--rm)
`
	if diff := cmp.Diff(want, said.String()); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

// jobServer is an API server that creates every Job and deletes every Job. It is a fake because a signal has to
// come, and a reader to go, at one certain moment: when the first Job has been created.
type jobServer struct {
	created, deleted []string
	onCreate         func()
}

func (s *jobServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	var answer any = map[string]any{"kind": "Status", "apiVersion": "v1", "status": "Success"}
	switch {
	case r.Method == http.MethodPost && r.URL.Query().Get("dryRun") != "":
		answer = jobNamed("any").Object
	case r.Method == http.MethodPost:
		o := &unstructured.Unstructured{}
		_ = json.NewDecoder(r.Body).Decode(&o.Object)
		o.SetUID("1")
		s.created = append(s.created, o.GetName())
		s.onCreate()
		answer = o.Object
	case r.Method == http.MethodDelete:
		s.deleted = append(s.deleted, r.URL.Path)
	}
	_ = json.NewEncoder(w).Encode(answer)
}

func optionsFor(t *testing.T, server *jobServer, out, errOut io.Writer) *Options {
	t.Helper()
	listener := httptest.NewServer(server)
	t.Cleanup(listener.Close)
	flags := genericclioptions.NewConfigFlags(false)
	flags.APIServer = &listener.URL
	t.Setenv("KUBECONFIG", t.TempDir()+"/none")
	c, err := cluster.Connect(flags, errOut, clock.RealClock{})
	if err != nil {
		t.Fatal(err)
	}
	return &Options{
		Env:     env.Env{IOStreams: genericiooptions.IOStreams{Out: out, ErrOut: errOut}, Clock: clock.RealClock{}},
		Cluster: c, Printer: &printers.NamePrinter{Operation: "created"}, DryRun: arg.DryRunNone, Wait: true, Remove: true,
	}
}

func TestSignalBetweenTwoCreations(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	server := &jobServer{onCreate: func() { cancel(exit.Signal{Signal: syscall.SIGINT}) }}
	var out, said bytes.Buffer
	o := optionsFor(t, server, &out, &said)
	jobs := []wanted{{jobNamed("a"), "f.yaml"}, {jobNamed("b"), "f.yaml"}}

	created, err := o.create(ctx, jobs)
	err = o.abandon(ctx, created, err)
	if code := exit.CodeOf(ctx, err); code != 130 {
		t.Errorf("code %d (%v), want 130", code, err)
	}
	if !slices.Equal(server.created, []string{"a"}) || !slices.Equal(server.deleted, []string{"/apis/batch/v1/namespaces/ns/jobs/a"}) {
		t.Errorf("created %v, deleted %v", server.created, server.deleted)
	}
	if diff := cmp.Diff("job.batch/a deleted\n", said.String()); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}

	server = &jobServer{onCreate: func() {}}
	o = optionsFor(t, server, &out, &said)
	o.Remove = false
	err = o.abandon(ctx, []*unstructured.Unstructured{jobNamed("a")}, context.Cause(ctx))
	if want := "stopped by a signal (interrupt)\ncreated before that: job.batch/a"; err == nil || err.Error() != want {
		t.Errorf("%v; want %s", err, want)
	}
	if len(server.deleted) > 0 {
		t.Errorf("deleted without --rm: %v", server.deleted)
	}
}

// unread is standard output whose reader is gone.
type unread struct{}

func (unread) Write([]byte) (int, error) {
	return 0, &fs.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.EPIPE}
}

func TestNobodyReadsThatJobsAreCreated(t *testing.T) {
	for _, test := range []struct {
		remove  bool
		deleted []string
		want    string
	}{
		{true, []string{"/apis/batch/v1/namespaces/ns/jobs/a"}, "job.batch/a deleted\n"},
		{false, nil, "a: nobody reads standard output any more; the Job goes on. Come back to it with: kubectl job watch a -n ns\n"},
	} {
		server := &jobServer{onCreate: func() {}}
		var said bytes.Buffer
		o := optionsFor(t, server, unread{}, &said)
		o.Remove = test.remove
		created, err := o.create(t.Context(), []wanted{{jobNamed("a"), ""}})
		err = o.abandon(t.Context(), created, err)
		if code := exit.CodeOf(t.Context(), err); code != exit.Unread || err.Error() != "" {
			t.Errorf("code %d, error %q; want %d without words", code, err, exit.Unread)
		}
		if !slices.Equal(server.deleted, test.deleted) {
			t.Errorf("deleted %v, want %v", server.deleted, test.deleted)
		}
		if diff := cmp.Diff(test.want, said.String()); diff != "" {
			t.Errorf("want -, got +:\n%s", diff)
		}
	}
}
