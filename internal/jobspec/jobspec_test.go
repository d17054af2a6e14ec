package jobspec_test

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"

	"github.com/kubectl-job/kubectl-job/internal/jobspec"
)

func object(t *testing.T, text string) *unstructured.Unstructured {
	t.Helper()
	o := &unstructured.Unstructured{}
	if err := yaml.Unmarshal([]byte(text), &o.Object); err != nil {
		t.Fatal(err)
	}
	return o
}

func wantYAML(t *testing.T, want string, got *unstructured.Unstructured) {
	t.Helper()
	text, err := yaml.Marshal(got.Object)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(object(t, want).Object, object(t, string(text)).Object); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestNew(t *testing.T) {
	two, three, deadline, suspend := int32(2), int32(3), 90*time.Second, true
	job, err := jobspec.New("ns", jobspec.Name{Name: "x"}, jobspec.Changes{
		Image: "perl", Command: []string{"perl", "-e", "1"}, Parallelism: &two, Completions: &three, Indexed: true,
		Deadline: &deadline, Suspend: &suspend, RestartPolicy: "OnFailure", ServiceAccount: "sa",
		Env: []jobspec.EnvVar{{Name: "A", Value: "1"}}, EnvFrom: []jobspec.EnvFrom{{Kind: "secretRef", Name: "s"}},
		Requests: map[string]string{"cpu": "1"}, Labels: map[string]string{"a": "b"}, ImagePullSecrets: []string{"r"},
	})
	if err != nil {
		t.Fatal(err)
	}
	wantYAML(t, `
apiVersion: batch/v1
kind: Job
metadata: {name: x, namespace: ns, labels: {a: b}}
spec:
  parallelism: 2
  completions: 3
  completionMode: Indexed
  activeDeadlineSeconds: 90
  suspend: true
  template:
    metadata: {labels: {a: b}}
    spec:
      restartPolicy: OnFailure
      serviceAccountName: sa
      imagePullSecrets: [{name: r}]
      containers:
      - name: x
        image: perl
        command: [perl, -e, "1"]
        env: [{name: A, value: "1"}]
        envFrom: [{secretRef: {name: s}}]
        resources: {requests: {cpu: "1"}}`, job)
}

func TestNewNamesTheContainerWithinItsLimits(t *testing.T) {
	for _, test := range []struct{ job, container string }{{"pi", "pi"}, {"a.b", "main"}} {
		o, err := jobspec.New("", jobspec.Name{Name: test.job}, jobspec.Changes{Image: "i"})
		if err != nil {
			t.Fatal(err)
		}
		containers, _, _ := unstructured.NestedSlice(o.Object, "spec", "template", "spec", "containers")
		if name := containers[0].(map[string]any)["name"]; name != test.container {
			t.Errorf("Job %s: container %v, want %s", test.job, name, test.container)
		}
	}
}

const cronJob = `
apiVersion: batch/v1
kind: CronJob
metadata: {name: backup, namespace: ns, uid: u1}
spec:
  schedule: "0 3 * * *"
  jobTemplate:
    metadata: {labels: {team: data}, annotations: {note: nightly}}
    spec:
      futureField: kept
      template:
        spec:
          restartPolicy: OnFailure
          containers:
          - {name: main, image: old, command: [backup], args: [--all], env: [{name: MODE, value: a}, {name: KEEP, value: b}]}`

func TestFromCronJob(t *testing.T) {
	job, err := jobspec.FromCronJob(object(t, cronJob), jobspec.Generated("backup"))
	if err != nil {
		t.Fatal(err)
	}
	if err := jobspec.Apply(job, jobspec.Changes{
		Image: "new", Args: []string{"--some"}, Env: []jobspec.EnvVar{{Name: "MODE", Value: "c"}, {Name: "NEW", Value: "d"}},
	}); err != nil {
		t.Fatal(err)
	}
	wantYAML(t, `
apiVersion: batch/v1
kind: Job
metadata:
  generateName: backup-
  namespace: ns
  labels: {team: data}
  annotations: {note: nightly, cronjob.kubernetes.io/instantiate: manual}
  ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: backup, uid: u1, controller: true}]
spec:
  futureField: kept
  template:
    spec:
      restartPolicy: OnFailure
      containers:
      - {name: main, image: new, command: [backup], args: [--some], env: [{name: MODE, value: c}, {name: KEEP, value: b}, {name: NEW, value: d}]}`, job)
}

func TestCommandReplacesArgsToo(t *testing.T) {
	job, err := jobspec.FromCronJob(object(t, cronJob), jobspec.Name{Name: "x"})
	if err != nil {
		t.Fatal(err)
	}
	if err := jobspec.Apply(job, jobspec.Changes{Command: []string{"sh"}}); err != nil {
		t.Fatal(err)
	}
	containers, _, _ := unstructured.NestedSlice(job.Object, "spec", "template", "spec", "containers")
	container := containers[0].(map[string]any)
	if _, kept := container["args"]; kept || !cmp.Equal(container["command"], []any{"sh"}) {
		t.Errorf("got %v", container)
	}
}

const created = `
apiVersion: batch/v1
kind: Job
metadata:
  name: pi
  namespace: ns
  uid: u1
  resourceVersion: "7"
  creationTimestamp: "2026-11-23T10:00:00Z"
  labels: {app: pi, job-name: pi}
  annotations: {kubectl.kubernetes.io/last-applied-configuration: "{}"}
  ownerReferences: [{apiVersion: batch/v1, kind: CronJob, name: c, uid: u0}]
  managedFields: []
spec:
  backoffLimit: 4
  selector: {matchLabels: {batch.kubernetes.io/controller-uid: u1}}
  template:
    metadata:
      creationTimestamp: null
      labels: {batch.kubernetes.io/controller-uid: u1, batch.kubernetes.io/job-name: pi, controller-uid: u1, job-name: pi}
    spec: {restartPolicy: Never, containers: [{name: pi, image: perl}]}
status: {succeeded: 1}`

func TestFromJobLeavesOutWhatTheClusterAdded(t *testing.T) {
	job, err := jobspec.FromJob(object(t, created), jobspec.Generated("pi"))
	if err != nil {
		t.Fatal(err)
	}
	wantYAML(t, `
apiVersion: batch/v1
kind: Job
metadata: {generateName: pi-, namespace: ns, labels: {app: pi}}
spec:
  backoffLimit: 4
  template:
    spec: {restartPolicy: Never, containers: [{name: pi, image: perl}]}`, job)
}

func TestFromJobRefusesAManualSelector(t *testing.T) {
	source := object(t, created)
	source.Object["spec"].(map[string]any)["manualSelector"] = true
	if _, err := jobspec.FromJob(source, jobspec.Generated("pi")); err == nil {
		t.Error("a copy with the same selector would claim the Pods of the other")
	}
}

func TestDifferencesNamePathsAndNoValues(t *testing.T) {
	a, b := object(t, created), object(t, created)
	b.SetName("other")
	b.SetUID("u2")
	if diffs := jobspec.Differences(a, b); len(diffs) != 0 {
		t.Errorf("the same spec under another name: %v", diffs)
	}
	if err := jobspec.Apply(b, jobspec.Changes{Image: "python", Env: []jobspec.EnvVar{{Name: "PASSWORD", Value: "hunter2"}}}); err != nil {
		t.Fatal(err)
	}
	want := []string{"spec.template.spec.containers[0].env", "spec.template.spec.containers[0].image"}
	if diff := cmp.Diff(want, jobspec.Differences(a, b)); diff != "" {
		t.Errorf("want -, got +:\n%s", diff)
	}
}

func TestApplyNeedsToKnowTheContainer(t *testing.T) {
	two := `{apiVersion: batch/v1, kind: Job, spec: {template: {spec: {containers: [{name: a}, {name: b}]}}}}`
	for _, test := range []struct{ container, want string }{
		{"", "the Pod template has containers a, b: say with --container which one is meant"},
		{"c", `the Pod template has no container "c"; it has a, b`},
		{"b", ""},
	} {
		err := jobspec.Apply(object(t, two), jobspec.Changes{Image: "i", Container: test.container})
		got := ""
		if err != nil {
			got = err.Error()
		}
		if got != test.want {
			t.Errorf("--container=%q: %q, want %q", test.container, got, test.want)
		}
	}
}
