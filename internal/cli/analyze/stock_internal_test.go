package analyze

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/job"
)

// TestStock analyses the recorded snapshots as they are, and after they lay on the shelf: with the same findings.
func TestStock(t *testing.T) {
	files, err := filepath.Glob("testdata/*.yaml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no snapshots: %v", err)
	}
	now := time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)
	var all stock // of all files: what is kept of one is packed against another
	all.pods = map[string][]packed{}
	want := map[string][]analyze.Cause{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var o analyze.Objects
		if err := o.Read(file, text); err != nil {
			t.Fatal(err)
		}
		owner := map[string]string{}
		for _, j := range o.Jobs {
			all.jobs = append(all.jobs, all.keep(slim(j)))
			owner[j.Metadata.UID] = j.Metadata.UID
		}
		for _, p := range o.Pods {
			if refs := p.Metadata.OwnerReferences; len(refs) > 0 {
				owner[p.Metadata.UID] = refs[0].UID
				all.pods[refs[0].UID] = append(all.pods[refs[0].UID], all.podShelf.pack(slimPod(p)))
			}
		}
		for _, e := range o.Events {
			if of := owner[e.InvolvedObject.UID]; of != "" {
				all.tell(of, e)
			}
		}
		all.nodes = nil
		o.Nodes, o.Quotas, o.Claims, o.Lint = nil, nil, nil, nil
		for _, s := range o.Snapshots(now) {
			want[s.Job.Metadata.UID] = causes(s)
		}
	}
	got := map[string][]analyze.Cause{}
	for _, j := range all.jobs {
		s, err := all.snapshot(j, now)
		if err != nil {
			t.Fatal(err)
		}
		got[j.uid] = causes(s)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
	size := 0
	for _, pods := range all.pods {
		for _, p := range pods {
			size += len(p)
		}
	}
	if size == 0 {
		t.Error("nothing was kept")
	}
}

func causes(s analyze.Snapshot) []analyze.Cause {
	var all []analyze.Cause
	for _, f := range analyze.Of(s).Findings {
		all = append(all, f.Cause)
	}
	return all
}

func TestShelf(t *testing.T) {
	var s shelf
	names := []string{"one", "two", "", "one"}
	var list []packed
	for _, name := range names {
		list = append(list, s.pack(job.Pod{Metadata: job.Metadata{Name: name, UID: "7b9c"}}))
	}
	for i, name := range names {
		var p job.Pod
		if err := s.unpack(list[i], &p); err != nil || p.Metadata.Name != name || p.Metadata.UID != "7b9c" {
			t.Errorf("%d: %+v, %v; want %q", i, p.Metadata, err, name)
		}
	}
	if err := s.unpack(packed("no such thing"), &job.Pod{}); err == nil {
		t.Error("what is broken was read")
	}
}
