package jobspec

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// Apply makes the changes to a Job. It fails if it cannot tell which container is meant, or if the
// object is not shaped like a Job.
func Apply(object *unstructured.Unstructured, c Changes) error {
	if err := changeContainer(object, c); err != nil {
		return err
	}
	spec := []string{"spec"}
	pod := []string{"spec", "template", "spec"}
	setNumber(object, c.Parallelism, append(spec, "parallelism")...)
	setNumber(object, c.Completions, append(spec, "completions")...)
	setNumber(object, c.BackoffLimit, append(spec, "backoffLimit")...)
	setSeconds(object, c.Deadline, append(spec, "activeDeadlineSeconds")...)
	setSeconds(object, c.TTL, append(spec, "ttlSecondsAfterFinished")...)
	if c.Indexed {
		setNested(object.Object, "Indexed", append(spec, "completionMode")...)
	}
	if c.Suspend != nil {
		setNested(object.Object, *c.Suspend, append(spec, "suspend")...)
	}
	if c.RestartPolicy != "" {
		setNested(object.Object, c.RestartPolicy, append(pod, "restartPolicy")...)
	}
	if c.ServiceAccount != "" {
		setNested(object.Object, c.ServiceAccount, append(pod, "serviceAccountName")...)
		unstructured.RemoveNestedField(object.Object, append(pod, "serviceAccount")...) // the old name of the same field
	}
	if len(c.ImagePullSecrets) > 0 {
		var secrets []any
		for _, name := range c.ImagePullSecrets {
			secrets = append(secrets, map[string]any{"name": name})
		}
		setNested(object.Object, secrets, append(pod, "imagePullSecrets")...)
	}
	if err := addStrings(object, c.NodeSelector, append(pod, "nodeSelector")...); err != nil {
		return err
	}
	for path, values := range map[string]map[string]string{"labels": c.Labels, "annotations": c.Annotations} {
		for _, at := range [][]string{{"metadata", path}, {"spec", "template", "metadata", path}} {
			if err := addStrings(object, values, at...); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c Changes) ofContainer() bool {
	return c.Image != "" || c.Command != nil || c.Args != nil || len(c.Env)+len(c.EnvFrom)+len(c.Requests)+len(c.Limits) > 0
}

func changeContainer(object *unstructured.Unstructured, c Changes) error {
	if !c.ofContainer() && c.Container == "" {
		return nil
	}
	containers, _, err := unstructured.NestedSlice(object.Object, "spec", "template", "spec", "containers")
	if err != nil {
		return fmt.Errorf("spec.template.spec.containers: %w", err)
	}
	container, err := choose(containers, c.Container)
	if err != nil {
		return err
	}
	if c.Image != "" {
		container["image"] = c.Image
	}
	if c.Command != nil {
		container["command"] = anys(c.Command)
		delete(container, "args")
	}
	if c.Args != nil {
		container["args"] = anys(c.Args)
	}
	if err := changeEnv(container, c); err != nil {
		return err
	}
	for field, amounts := range map[string]map[string]string{"requests": c.Requests, "limits": c.Limits} {
		holder := &unstructured.Unstructured{Object: container}
		if err := addStrings(holder, amounts, "resources", field); err != nil {
			return err
		}
	}
	setNested(object.Object, containers, "spec", "template", "spec", "containers")
	return nil
}

// choose finds the container that is meant.
func choose(containers []any, name string) (map[string]any, error) {
	var names []string
	for _, item := range containers {
		container, ok := item.(map[string]any)
		if !ok {
			return nil, fmt.Errorf("spec.template.spec.containers: expected a list of objects, found %T", item)
		}
		n, _ := container["name"].(string)
		if n == name || name == "" && len(containers) == 1 {
			return container, nil
		}
		names = append(names, n)
	}
	switch {
	case len(names) == 0:
		return nil, fmt.Errorf("the Pod template has no containers")
	case name == "":
		return nil, fmt.Errorf("the Pod template has containers %s: say with --container which one is meant", strings.Join(names, ", "))
	default:
		return nil, fmt.Errorf("the Pod template has no container %q; it has %s", name, strings.Join(names, ", "))
	}
}

func changeEnv(container map[string]any, c Changes) error {
	env, _, err := unstructured.NestedSlice(container, "env")
	if err != nil {
		return fmt.Errorf("env of container %v: %w", container["name"], err)
	}
	for _, v := range c.Env {
		entry := map[string]any{"name": v.Name, "value": v.Value}
		at := slices.IndexFunc(env, func(e any) bool {
			m, ok := e.(map[string]any)
			return ok && m["name"] == v.Name
		})
		if at >= 0 {
			env[at] = entry
		} else {
			env = append(env, entry)
		}
	}
	if len(c.Env) > 0 {
		container["env"] = env
	}
	from, _, err := unstructured.NestedSlice(container, "envFrom")
	if err != nil {
		return fmt.Errorf("envFrom of container %v: %w", container["name"], err)
	}
	for _, f := range c.EnvFrom {
		from = append(from, map[string]any{f.Kind: map[string]any{"name": f.Name}})
	}
	if len(c.EnvFrom) > 0 {
		container["envFrom"] = from
	}
	return nil
}

func addStrings(object *unstructured.Unstructured, values map[string]string, path ...string) error {
	if len(values) == 0 {
		return nil
	}
	all, _, err := unstructured.NestedStringMap(object.Object, path...)
	if err != nil {
		return fmt.Errorf("%s: %w", strings.Join(path, "."), err)
	}
	if all == nil {
		all = map[string]string{}
	}
	maps.Copy(all, values)
	if err := unstructured.SetNestedStringMap(object.Object, all, path...); err != nil {
		return fmt.Errorf("%s: %w", strings.Join(path, "."), err)
	}
	return nil
}

func setNumber(object *unstructured.Unstructured, n *int32, path ...string) {
	if n != nil {
		setNested(object.Object, int64(*n), path...)
	}
}

func setSeconds(object *unstructured.Unstructured, d *time.Duration, path ...string) {
	if d != nil {
		setNested(object.Object, int64(*d/time.Second), path...)
	}
}

// setNested sets a field, making the objects on the way to it; what stands in the way is replaced,
// since the server would refuse it anyway.
func setNested(object map[string]any, value any, path ...string) {
	for _, key := range path[:len(path)-1] {
		next, ok := object[key].(map[string]any)
		if !ok {
			next = map[string]any{}
			object[key] = next
		}
		object = next
	}
	object[path[len(path)-1]] = value
}

func anys(list []string) []any {
	out := make([]any, len(list))
	for i, s := range list {
		out[i] = s
	}
	return out
}
