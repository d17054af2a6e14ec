package cleanup

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/analyze"
	"github.com/kubectl-job/kubectl-job/internal/archive"
	"github.com/kubectl-job/kubectl-job/internal/cluster"
	"github.com/kubectl-job/kubectl-job/internal/jobspec"
	"github.com/kubectl-job/kubectl-job/job"
	"github.com/kubectl-job/kubectl-job/job/retention"
)

// errMoved says that an object is not the one that was listed.
var errMoved = fmt.Errorf("%w, or replaced by another of the same name", cluster.ErrChanged)

// archive keeps what there is of a Job. When it returns nil, that is on the disk.
func (o *Options) archive(ctx context.Context, to *archive.Writer, c retention.Candidate) error {
	id := archive.ID{Namespace: c.Namespace, Name: c.Name, UID: c.UID, ResourceVersion: c.ResourceVersion}
	if to.Has(id) {
		return nil
	}
	e := &evidence{cluster: o.Cluster, candidate: c, about: about(c), snapshot: analyze.Snapshot{Now: o.Clock.Now()}}
	fill := e.job
	if c.Pod {
		fill = e.pod
	}
	return to.Add(ctx, id, o.Clock.Now(), e.about, fill)
}

func about(c retention.Candidate) map[string]string {
	all := map[string]string{"kind": kind(c), "status": status(c), "owner": c.Owner.String()}
	if c.Finished() && !c.Pod {
		all["finished"] = c.Since.UTC().Format(time.RFC3339)
	}
	return all
}

// evidence is what there is of one Job, or of one Pod.
type evidence struct {
	cluster   *cluster.Cluster
	candidate retention.Candidate
	about     map[string]string
	events    []unstructured.Unstructured
	snapshot  analyze.Snapshot
	logs      int64 // bytes
}

func (e *evidence) job(ctx context.Context, put archive.Put) error {
	c := e.candidate
	j, err := e.cluster.JobObject(ctx, c.Namespace, c.Name)
	if err != nil {
		return err
	}
	if string(j.GetUID()) != c.UID || j.GetResourceVersion() != c.ResourceVersion {
		return errMoved
	}
	if e.snapshot.Job, err = jobspec.Lean(j); err != nil {
		return err
	}
	if err := put("job.yaml", yamlOf(clean(j))); err != nil {
		return err
	}
	pods, err := e.cluster.PodObjects(ctx, c.Namespace, c.UID)
	if err != nil {
		return err
	}
	e.about["pods"] = strconv.Itoa(len(pods))
	return e.rest(ctx, put, pods)
}

func (e *evidence) pod(ctx context.Context, put archive.Put) error {
	c := e.candidate
	p, err := e.cluster.PodObject(ctx, c.Namespace, c.Name)
	if err != nil {
		return err
	}
	if string(p.GetUID()) != c.UID || p.GetResourceVersion() != c.ResourceVersion {
		return errMoved
	}
	return e.rest(ctx, put, []unstructured.Unstructured{*p})
}

// rest writes Pods, the events about all, and logs.
func (e *evidence) rest(ctx context.Context, put archive.Put, pods []unstructured.Unstructured) error {
	for i := range pods {
		if err := e.logsOf(ctx, put, &pods[i]); err != nil {
			return err
		}
		if err := e.eventsOf(ctx, string(pods[i].GetUID())); err != nil {
			return err
		}
		clean(&pods[i])
	}
	if err := put("pods.yaml", list(pods)); err != nil {
		return err
	}
	if !e.candidate.Pod {
		if err := e.eventsOf(ctx, e.candidate.UID); err != nil {
			return err
		}
	}
	for i := range e.events {
		clean(&e.events[i])
	}
	e.about["logBytes"] = strconv.FormatInt(e.logs, 10)
	if err := put("events.yaml", list(e.events)); err != nil || e.candidate.Pod {
		return err
	}
	return e.analysis(put)
}

func (e *evidence) eventsOf(ctx context.Context, uid string) error {
	events, err := e.cluster.EventObjects(ctx, e.candidate.Namespace, uid)
	e.events = append(e.events, events...)
	return err
}

// logsOf writes a file for each run of each container. Where a log is gone for good, a file says so.
func (e *evidence) logsOf(ctx context.Context, put archive.Put, object *unstructured.Unstructured) error {
	var p job.Pod
	if err := lean(object, &p); err != nil {
		return err
	}
	e.snapshot.Pods = append(e.snapshot.Pods, p)
	for _, source := range cluster.LogSources(p) {
		name := "logs/" + p.Metadata.Name + "/" + source.Container
		if source.Restart > 0 {
			name += ".restart-" + strconv.Itoa(int(source.Restart))
		}
		err := e.log(ctx, put, name+".log", source)
		if errors.Is(err, cluster.ErrLogLost) {
			err = put(name+".lost", strings.NewReader("The cluster no longer has this log, or its end.\n"))
		}
		if err != nil {
			return fmt.Errorf("log of %s/%s: %w", source.Pod, source.Container, err)
		}
	}
	return nil
}

// lean reads the part of an object that package job knows.
func lean(object *unstructured.Unstructured, to any) error {
	text, err := object.MarshalJSON()
	if err == nil {
		err = json.Unmarshal(text, to)
	}
	if err != nil {
		return fmt.Errorf("read %s/%s: %w", strings.ToLower(object.GetKind()), object.GetName(), err)
	}
	return nil
}

// analysis writes what kubectl job analyze says of it.
func (e *evidence) analysis(put archive.Put) error {
	for _, object := range e.events {
		var event job.Event
		if err := lean(&object, &event); err != nil {
			return err
		}
		e.snapshot.Events = append(e.snapshot.Events, event)
	}
	text, err := json.MarshalIndent(analyze.Of(e.snapshot), "", "  ")
	if err != nil {
		return fmt.Errorf("analysis: %w", err)
	}
	return put("analysis.json", bytes.NewReader(append(text, '\n')))
}

// log writes one log as it comes. Each line begins with its time.
func (e *evidence) log(ctx context.Context, put archive.Put, name string, source cluster.LogSource) error {
	out, in := io.Pipe()
	read := make(chan error, 1)
	begun := true
	go func() {
		err := e.cluster.ReadLog(ctx, source, cluster.LogRange{}, func(at time.Time, text string, last bool) error {
			if begun && !at.IsZero() {
				text = at.UTC().Format("2006-01-02T15:04:05.000000000Z07:00") + " " + text
			}
			if begun = last; last {
				text += "\n"
			}
			n, err := io.WriteString(in, text)
			e.logs += int64(n)
			return err
		})
		if errors.Is(err, cluster.ErrLogLost) {
			_ = in.Close() // what there is stays
		} else {
			_ = in.CloseWithError(err)
		}
		read <- err
	}()
	err := put(name, out)
	_ = out.Close()
	if reading := <-read; reading != nil && !errors.Is(reading, io.ErrClosedPipe) {
		return reading
	}
	return err
}

// clean takes out what is nobody's business, environment values above all, and what only the API server needs.
func clean(object *unstructured.Unstructured) *unstructured.Unstructured {
	unstructured.RemoveNestedField(object.Object, "metadata", "managedFields")
	for _, copies := range []string{"kubectl.kubernetes.io/last-applied-configuration", "kubernetes.io/change-cause"} { // of environment values, too
		unstructured.RemoveNestedField(object.Object, "metadata", "annotations", copies)
	}
	for _, at := range [][]string{{"spec"}, {"spec", "template", "spec"}} {
		for _, kind := range []string{"containers", "initContainers", "ephemeralContainers"} {
			containers, _, _ := unstructured.NestedFieldNoCopy(object.Object, append(slices.Clip(at), kind)...)
			all, _ := containers.([]any)
			for _, c := range all {
				container, _ := c.(map[string]any)
				hide(container)
			}
		}
	}
	return object
}

// leftOut stands for an environment value.
const leftOut = "(left out)"

func hide(container map[string]any) {
	variables, _ := container["env"].([]any)
	for _, v := range variables {
		if variable, ok := v.(map[string]any); ok && variable["value"] != nil {
			variable["value"] = leftOut
		}
	}
}

func yamlOf(object *unstructured.Unstructured) io.Reader { return text(object.Object) }

func list(items []unstructured.Unstructured) io.Reader {
	all := make([]any, 0, len(items))
	for _, item := range items {
		all = append(all, item.Object)
	}
	return text(map[string]any{"apiVersion": "v1", "kind": "List", "items": all})
}

func text(object map[string]any) io.Reader {
	text, err := yaml.Marshal(object)
	if err != nil {
		return failing{err}
	}
	return bytes.NewReader(text)
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }
