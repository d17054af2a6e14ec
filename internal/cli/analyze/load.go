package analyze

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/util/yaml"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/internal/archive"
	"github.com/kubectl-job/kubectl-job/job"
)

// loaded are the objects of files.
type loaded struct {
	jobs   []job.Job
	pods   []job.Pod
	events []job.Event
}

// load reads files, folders and archives.
func (o *Options) load(ctx context.Context) ([]analyze.Snapshot, error) {
	var l loaded
	for _, name := range o.Files {
		if err := l.read(ctx, o.In, name); err != nil {
			return nil, err
		}
	}
	var all []analyze.Snapshot
	for _, j := range l.jobs {
		if len(o.Names) == 0 || slices.Contains(o.Names, j.Metadata.Name) {
			s := l.about(j)
			s.Now = o.Clock.Now()
			all = append(all, s)
		}
	}
	for _, name := range o.Names {
		if !slices.ContainsFunc(all, func(s analyze.Snapshot) bool { return s.Job.Metadata.Name == name }) {
			return nil, fmt.Errorf("job.batch/%s is not in %s", name, strings.Join(o.Files, ", "))
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("no Job in %s: expected the output of kubectl get jobs,pods,events -o json or yaml, or an archive of kubectl job cleanup", strings.Join(o.Files, ", "))
	}
	return all, nil
}

// about finds the Pods of a Job, and the events about all of them.
func (l *loaded) about(j job.Job) analyze.Snapshot {
	s := analyze.Snapshot{Job: j}
	uids := map[string]bool{j.Metadata.UID: true}
	for _, p := range l.pods {
		if slices.ContainsFunc(p.Metadata.OwnerReferences, func(o job.OwnerReference) bool { return o.UID == j.Metadata.UID }) {
			s.Pods = append(s.Pods, p)
			uids[p.Metadata.UID] = true
		}
	}
	for _, e := range l.events {
		if uids[e.InvolvedObject.UID] {
			s.Events = append(s.Events, e)
		}
	}
	return s
}

func (l *loaded) read(ctx context.Context, in io.Reader, name string) error {
	if name == "-" {
		return l.decode(in, "standard input")
	}
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return fmt.Errorf("-f: %w", err)
	case info.IsDir():
		return l.folder(name)
	case strings.HasSuffix(name, ".tar.gz") || strings.HasSuffix(name, ".tgz"):
		return l.archive(ctx, name)
	default:
		return l.file(name)
	}
}

func (l *loaded) file(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return fmt.Errorf("-f: %w", err)
	}
	return errors.Join(l.decode(file, name), file.Close())
}

// folder reads all files of a folder, such as an archive of cleanup.
func (l *loaded) folder(name string) error {
	return filepath.WalkDir(name, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && path != name:
			return filepath.SkipDir
		case !d.IsDir() && slices.Contains([]string{".yaml", ".yml", ".json"}, filepath.Ext(path)):
			return l.file(path)
		default:
			return nil
		}
	})
}

func (l *loaded) archive(ctx context.Context, name string) error {
	r, err := archive.Open(ctx, name)
	if err != nil {
		return err
	}
	for _, e := range r.Entries() {
		for _, f := range e.Files {
			if !strings.HasSuffix(f.Name, ".yaml") {
				continue
			}
			file, err := r.File(e, f.Name)
			if err != nil {
				return err
			}
			if err := errors.Join(l.decode(file, name+": "+e.Name+"/"+f.Name), file.Close()); err != nil {
				return err
			}
		}
	}
	return nil
}

// decode reads YAML documents or JSON values; lists of kubectl count as their items.
func (l *loaded) decode(in io.Reader, name string) error {
	decoder := yaml.NewYAMLOrJSONDecoder(bufio.NewReader(in), 4096)
	for n := 1; ; n++ {
		var raw json.RawMessage
		err := decoder.Decode(&raw)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = l.take(raw)
		}
		if err != nil {
			return fmt.Errorf("%s: document %d: %w", name, n, err)
		}
	}
}

func (l *loaded) take(raw json.RawMessage) error {
	var kind struct {
		Kind  string            `json:"kind"`
		Items []json.RawMessage `json:"items"`
	}
	if err := json.Unmarshal(raw, &kind); err != nil {
		return fmt.Errorf("expected an object of Kubernetes: %w", err)
	}
	switch kind.Kind {
	case "Job":
		return decode(raw, &l.jobs)
	case "Pod":
		return decode(raw, &l.pods)
	case "Event":
		return decode(raw, &l.events)
	}
	for _, item := range kind.Items {
		if err := l.take(item); err != nil {
			return err
		}
	}
	return nil
}

func decode[T any](raw json.RawMessage, to *[]T) error {
	var object T
	if err := json.Unmarshal(raw, &object); err != nil {
		return err
	}
	*to = append(*to, object)
	return nil
}
