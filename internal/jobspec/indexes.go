package jobspec

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kubectl-job/kubectl-job/job"
)

const (
	indexVariable    = "JOB_COMPLETION_INDEX"
	originalVariable = "JOB_ORIGINAL_INDEXES"
	originalIndexes  = "kubectl-job/original-indexes"
)

// restoreIndex gives a program the index that its work had in the Job before: the Job controller counts from 0
// (pkg/controller/job/indexed_job_utils.go, addCompletionIndexEnvVariable). It needs nothing but a POSIX shell.
const restoreIndex = `n=$JOB_COMPLETION_INDEX; IFS=,
for r in $JOB_ORIGINAL_INDEXES; do
  first=${r%-*}; size=$((${r#*-} - first + 1))
  if [ "$n" -lt "$size" ]; then JOB_COMPLETION_INDEX=$((first + n)); break; fi
  n=$((n - size))
done
unset IFS n r first size
export JOB_COMPLETION_INDEX
exec "$@"`

// OnlyIndexes makes of an Indexed Job one of just these indexes; of a Job that is one of certain indexes already, the
// positions among those. Its Pods have new indexes, from 0, for Kubernetes;
// their programs find in JOB_COMPLETION_INDEX the index that they stand for. It fails where a program would get a wrong one.
func OnlyIndexes(object *unstructured.Unstructured, indexes job.Indexes) error {
	if err := onlyByVariable(object); err != nil {
		return err
	}
	original := indexes
	if before, err := job.ParseIndexes(object.GetAnnotations()[originalIndexes]); err == nil && before.Len() > 0 {
		original = before.Choose(indexes)
	}
	for _, list := range []string{"initContainers", "containers"} {
		path := []string{"spec", "template", "spec", list}
		containers, found, err := unstructured.NestedSlice(object.Object, path...)
		if err != nil {
			return fmt.Errorf("%s: %w", strings.Join(path, "."), err)
		}
		for _, item := range containers {
			if err := restoreIndexIn(item, original); err != nil {
				return err
			}
		}
		if found {
			setNested(object.Object, containers, path...)
		}
	}
	n := int64(indexes.Len())
	setNested(object.Object, n, "spec", "completions")
	if most, ok, _ := unstructured.NestedInt64(object.Object, "spec", "maxFailedIndexes"); ok {
		setNested(object.Object, min(most, n), "spec", "maxFailedIndexes")
	}
	if most, ok, _ := unstructured.NestedInt64(object.Object, "spec", "parallelism"); ok {
		setNested(object.Object, min(most, n), "spec", "parallelism")
	}
	// A policy for the success of the whole says nothing of a part of it.
	unstructured.RemoveNestedField(object.Object, "spec", "successPolicy")
	return addStrings(object, map[string]string{originalIndexes: original.String()}, "metadata", "annotations")
}

func restoreIndexIn(item any, indexes job.Indexes) error {
	container, ok := item.(map[string]any)
	if !ok {
		return fmt.Errorf("expected a container, found %T", item)
	}
	command, _, err := unstructured.NestedStringSlice(container, "command")
	if err != nil {
		return fmt.Errorf("command of container %v: %w", container["name"], err)
	}
	if len(command) == 0 {
		return fmt.Errorf("container %v has no command of its own, only that of its image, which cannot be told which index it stands for: "+
			"give the command after --, or set it in the template", container["name"])
	}
	env, _, _ := unstructured.NestedSlice(container, "env")
	for _, v := range env {
		variable, ok := v.(map[string]any)
		if ok && variable["name"] == originalVariable && len(command) > 2 && command[2] == restoreIndex {
			variable["value"] = indexes.String() // it has been done before
			container["env"] = env
			return nil
		}
		if ok && (variable["name"] == indexVariable || variable["name"] == originalVariable) {
			return fmt.Errorf("container %v sets %v itself: it cannot be told which index it stands for", container["name"], variable["name"])
		}
	}
	container["env"] = append(env, map[string]any{"name": originalVariable, "value": indexes.String()})
	container["command"] = anys(append([]string{"sh", "-c", restoreIndex, "sh"}, command...))
	return nil
}

// onlyByVariable fails if a Pod would get its index in a way that cannot be changed: those are filled in before any program
// runs.
func onlyByVariable(object *unstructured.Unstructured) error {
	template, _, _ := unstructured.NestedMap(object.Object, "spec", "template", "spec")
	text, err := json.Marshal(template)
	if err != nil {
		return fmt.Errorf("spec.template.spec: %w", err)
	}
	switch {
	case strings.Contains(string(text), "$("+indexVariable+")"):
		return errors.New("the Pod template uses $(" + indexVariable + "), which Kubernetes fills in: it would be the new index, from 0, " +
			"and not the one that failed; let a shell read $" + indexVariable + " instead")
	case strings.Contains(string(text), "batch.kubernetes.io/job-completion-index"):
		return errors.New("the Pod template reads the label or annotation " + job.IndexAnnotation + ": it would be the new index, from 0, " +
			"and not the one that failed; let the program read " + indexVariable + " instead")
	default:
		return nil
	}
}
