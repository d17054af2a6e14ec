package jobspec_test

import (
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/internal/jobspec"
	"github.com/kubectl-job/kubectl-job/job"
)

func indexed(t *testing.T, container string) *unstructured.Unstructured {
	t.Helper()
	object := &unstructured.Unstructured{}
	text := `{apiVersion: batch/v1, kind: Job, metadata: {name: x}, spec: {completionMode: Indexed, completions: 20, parallelism: 20,
maxFailedIndexes: 10, successPolicy: {rules: [{succeededCount: 3}]}, template: {spec: {containers: [` + container + `]}}}}`
	if err := yaml.Unmarshal([]byte(text), &object.Object); err != nil {
		t.Fatal(err)
	}
	return object
}

// TestOnlyIndexes runs the command of the new Job as a node would, once for each of its indexes.
func TestOnlyIndexes(t *testing.T) {
	for _, text := range []string{"3", "0", "1-4,7,11-12,19", "0-19"} {
		object := indexed(t, `{name: c, command: [sh, -c, 'IFS=" "; echo "$JOB_COMPLETION_INDEX" $@', "-"], args: [a b, "c,d"]}`)
		indexes, err := job.ParseIndexes(text)
		if err != nil {
			t.Fatal(err)
		}
		// The fields of a Job come from the server as int64.
		setInt64(object)
		if err := jobspec.OnlyIndexes(object, indexes); err != nil {
			t.Fatal(err)
		}
		n, _, _ := unstructured.NestedInt64(object.Object, "spec", "completions")
		if int(n) != indexes.Len() {
			t.Errorf("%s: %d completions", text, n)
		}
		if most, _, _ := unstructured.NestedInt64(object.Object, "spec", "maxFailedIndexes"); most > n {
			t.Errorf("%s: maxFailedIndexes %d of %d", text, most, n)
		}
		containers, _, _ := unstructured.NestedSlice(object.Object, "spec", "template", "spec", "containers")
		command, _, _ := unstructured.NestedStringSlice(containers[0].(map[string]any), "command")
		args, _, _ := unstructured.NestedStringSlice(containers[0].(map[string]any), "args")
		var got []string
		for i := range int(n) {
			program := exec.CommandContext(t.Context(), command[0], slices.Concat(command[1:], args)...)
			program.Env = append(os.Environ(), "JOB_ORIGINAL_INDEXES="+indexes.String(), "JOB_COMPLETION_INDEX="+strconv.Itoa(i))
			out, err := program.CombinedOutput()
			index, rest, _ := strings.Cut(strings.TrimSpace(string(out)), " ")
			if err != nil || rest != "a b c,d" {
				t.Fatalf("%s: %v, %q", text, err, out)
			}
			got = append(got, index)
		}
		back, err := job.ParseIndexes(strings.Join(got, ","))
		if err != nil || back.String() != indexes.String() {
			t.Errorf("%s: the programs got %v", text, got)
		}
	}
}

// TestOnlyIndexesAgain has indexes that failed once more.
func TestOnlyIndexesAgain(t *testing.T) {
	object := indexed(t, `{name: c, command: [x]}`)
	for _, text := range []string{"2,5-7", "1,3"} {
		indexes, _ := job.ParseIndexes(text)
		if err := jobspec.OnlyIndexes(object, indexes); err != nil {
			t.Fatal(err)
		}
	}
	containers, _, _ := unstructured.NestedSlice(object.Object, "spec", "template", "spec", "containers")
	container := containers[0].(map[string]any)
	env, _, _ := unstructured.NestedSlice(container, "env")
	command, _, _ := unstructured.NestedStringSlice(container, "command")
	if value := env[0].(map[string]any)["value"]; value != "5,7" || len(env) != 1 || len(command) != 5 {
		t.Errorf("%v of %v, command %q", value, env, command)
	}
}

func setInt64(object *unstructured.Unstructured) {
	spec := object.Object["spec"].(map[string]any)
	for key, value := range spec {
		if f, ok := value.(float64); ok {
			spec[key] = int64(f)
		}
	}
}

func TestOnlyIndexesRefusesWhatWouldBeWrong(t *testing.T) {
	indexes, _ := job.ParseIndexes("3")
	for container, want := range map[string]string{
		`{name: c, image: x}`:                                                      "container c has no command of its own",
		`{name: c, command: [x, $(JOB_COMPLETION_INDEX)]}`:                         "$(JOB_COMPLETION_INDEX)",
		`{name: c, command: [x], env: [{name: JOB_COMPLETION_INDEX, value: "1"}]}`: "sets JOB_COMPLETION_INDEX itself",
		`{name: c, command: [x], env: [{name: I, valueFrom: {fieldRef: {fieldPath: "metadata.annotations['batch.kubernetes.io/job-completion-index']"}}}]}`: "job-completion-index",
	} {
		if err := jobspec.OnlyIndexes(indexed(t, container), indexes); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v; want %s", container, err, want)
		}
	}
}
