// Package jobspec makes Job objects: from flags, from a CronJob, from another Job, and with some of
// their fields replaced. It works on the objects as the server or the file has them, so that fields
// that this client does not know survive.
package jobspec

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/validation"
)

// Changes are the fields that a person sets or replaces. What is nil or empty stays as it is.
type Changes struct {
	Container        string // to which container the container's fields belong; empty if there is only one
	Image            string
	Command          []string // replaces command and drops args
	Args             []string // replaces args
	Env              []EnvVar // replaces variables of the same name, adds others
	EnvFrom          []EnvFrom
	Requests, Limits map[string]string

	Parallelism, Completions, BackoffLimit *int32
	Indexed                                bool
	Deadline, TTL                          *time.Duration // whole seconds
	Suspend                                *bool

	RestartPolicy    string
	ServiceAccount   string
	ImagePullSecrets []string
	NodeSelector     map[string]string
	Labels           map[string]string // of the Job and of its Pods
	Annotations      map[string]string // of the Job and of its Pods
}

// EnvVar is a variable with its value.
type EnvVar struct{ Name, Value string }

// EnvFrom names a ConfigMap or Secret whose keys become variables. Kind is configMapRef or secretRef.
type EnvFrom struct{ Kind, Name string }

const restartNever = "Never"

// New makes a Job of one container.
func New(namespace string, name Name, c Changes) (*unstructured.Unstructured, error) {
	container := name.Name + name.Prefix
	if len(validation.IsDNS1123Label(container)) > 0 {
		container = "main"
	}
	object := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "batch/v1",
		"kind":       "Job",
		"metadata":   map[string]any{},
		"spec": map[string]any{"template": map[string]any{"spec": map[string]any{
			"restartPolicy": restartNever,
			"containers":    []any{map[string]any{"name": container}},
		}}},
	}}
	name.set(object)
	object.SetNamespace(namespace)
	return object, Apply(object, c)
}

// Name is a fixed name, or a prefix to which the server adds five random characters.
type Name struct{ Name, Prefix string }

// Generated makes a prefix of a name: "pi" gives names such as pi-x7k2p.
func Generated(name string) Name {
	return Name{Prefix: strings.TrimSuffix(name, "-") + "-"}
}

func (n Name) set(object *unstructured.Unstructured) {
	object.SetName(n.Name)
	object.SetGenerateName(n.Prefix)
}

// Rename gives an object another name.
func Rename(object *unstructured.Unstructured, n Name) { n.set(object) }

// FromCronJob makes the Job that a CronJob would make now, marked and owned as
// "kubectl create job --from" does it.
func FromCronJob(cronJob *unstructured.Unstructured, n Name) (*unstructured.Unstructured, error) {
	template, ok, err := unstructured.NestedMap(cronJob.Object, "spec", "jobTemplate")
	if err != nil || !ok {
		return nil, fmt.Errorf("cronjob.batch/%s has no spec.jobTemplate: %w", cronJob.GetName(), errors.Join(err))
	}
	object := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "batch/v1",
		"kind":       "Job",
		"metadata":   map[string]any{},
		"spec":       template["spec"],
	}}
	n.set(object)
	object.SetNamespace(cronJob.GetNamespace())
	from := &unstructured.Unstructured{Object: template}
	object.SetLabels(from.GetLabels())
	annotations := map[string]string{"cronjob.kubernetes.io/instantiate": "manual"}
	maps.Copy(annotations, from.GetAnnotations())
	object.SetAnnotations(annotations)
	setNested(object.Object, []any{map[string]any{
		"apiVersion": cronJob.GetAPIVersion(),
		"kind":       "CronJob",
		"name":       cronJob.GetName(),
		"uid":        string(cronJob.GetUID()),
		"controller": true,
	}}, "metadata", "ownerReferences")
	return object, nil
}

// generated are the labels that the API server and the Job controller add (pkg/registry/batch/job/strategy.go).
var generated = []string{
	"controller-uid", "job-name", "batch.kubernetes.io/controller-uid", "batch.kubernetes.io/job-name",
}

// generatedAnnotations say how an object came to be, which is not true of a copy.
var generatedAnnotations = []string{
	"kubectl.kubernetes.io/last-applied-configuration", "batch.kubernetes.io/job-tracking",
	"batch.kubernetes.io/cronjob-scheduled-timestamp", "cronjob.kubernetes.io/instantiate",
}

// FromJob makes a Job like another one: what the server and controllers generated is left out.
func FromJob(source *unstructured.Unstructured, n Name) (*unstructured.Unstructured, error) {
	if manual, _, _ := unstructured.NestedBool(source.Object, "spec", "manualSelector"); manual {
		return nil, fmt.Errorf("job.batch/%s sets spec.manualSelector: a second Job with the same selector would claim its Pods; "+
			"give the new one a manifest with a selector of its own", source.GetName())
	}
	object := Bare(source)
	n.set(object)
	object.SetNamespace(source.GetNamespace())
	return object, nil
}

// Bare is a Job without its name and without what the server and controllers generated.
func Bare(source *unstructured.Unstructured) *unstructured.Unstructured {
	spec, _, _ := unstructured.NestedMap(source.Object, "spec") // a deep copy
	object := &unstructured.Unstructured{Object: map[string]any{
		"apiVersion": "batch/v1", "kind": "Job", "metadata": map[string]any{}, "spec": spec,
	}}
	object.SetLabels(without(source.GetLabels(), generated))
	object.SetAnnotations(without(source.GetAnnotations(), generatedAnnotations))
	if manual, _, _ := unstructured.NestedBool(spec, "manualSelector"); !manual {
		unstructured.RemoveNestedField(spec, "selector")
	}
	for _, label := range generated {
		unstructured.RemoveNestedField(spec, "template", "metadata", "labels", label)
	}
	for _, path := range [][]string{{"template", "metadata", "labels"}, {"template", "metadata", "creationTimestamp"}, {"template", "metadata"}} {
		if value, ok, _ := unstructured.NestedFieldNoCopy(spec, path...); ok && empty(value) {
			unstructured.RemoveNestedField(spec, path...)
		}
	}
	return object
}

func empty(value any) bool {
	m, isMap := value.(map[string]any)
	return value == nil || isMap && len(m) == 0
}

func without(from map[string]string, keys []string) map[string]string {
	left := maps.Clone(from)
	maps.DeleteFunc(left, func(k, _ string) bool { return slices.Contains(keys, k) })
	if len(left) == 0 {
		return nil
	}
	return left
}
