package schema

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// check lists the problems of a document, one a line: position, severity, rule, path, message.
func check(t testing.TB, text, version string) string {
	t.Helper()
	v, err := ParseVersion(version)
	if err != nil {
		t.Fatal(err)
	}
	docs := manifest.Parse("test.yaml", []byte(text), manifest.Limits{})
	if len(docs) != 1 || docs[0].Root == nil {
		t.Fatalf("%d documents, want one that can be read:\n%s", len(docs), text)
	}
	var b strings.Builder
	for _, p := range Check(docs[0].Root, v) {
		fmt.Fprintf(&b, "%s-%s %s %s %s: %s\n", p.Range.Start, p.Range.End, p.Severity, p.Rule, p.Path, p.Message)
	}
	return b.String()
}

// job is a Job with more lines in its spec, its Pod's spec and its container, each indented as it stands there.
func job(spec, pod, container string) string {
	return "apiVersion: batch/v1\nkind: Job\nmetadata:\n  name: demo\nspec:\n" + indent(2, spec) +
		"  template:\n    spec:\n      restartPolicy: Never\n" + indent(6, pod) +
		"      containers:\n      - name: main\n        image: busybox:1.36\n" + indent(8, container)
}

// cronJob is a CronJob with more lines in its spec and that of its Job.
func cronJob(spec, jobSpec string) string {
	return "apiVersion: batch/v1\nkind: CronJob\nmetadata:\n  name: demo\nspec:\n  schedule: '@daily'\n" + indent(2, spec) +
		"  jobTemplate:\n    spec:\n" + indent(6, jobSpec) +
		"      template:\n        spec:\n          restartPolicy: Never\n          containers:\n          - name: main\n            image: busybox:1.36\n"
}

func indent(n int, text string) string {
	if text == "" {
		return ""
	}
	margin := strings.Repeat(" ", n)
	return margin + strings.ReplaceAll(text, "\n", "\n"+margin) + "\n"
}

type checkTest struct{ name, text, want string }

func runChecks(t *testing.T, version string, tests []checkTest) {
	t.Helper()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			want := tt.want
			if want != "" {
				want += "\n"
			}
			if got := check(t, tt.text, version); got != want {
				t.Errorf("got\n%swant\n%s%s", got, want, tt.text)
			}
		})
	}
}

func TestWrongTypes(t *testing.T) {
	runChecks(t, "1.37", []checkTest{
		{"fine", job("backoffLimit: 3\nsuspend: no\nttlSecondsAfterFinished: 1e3\ncompletions: 3.0\nparallelism: 0x10", "", ""), ""},
		{"null is unset", job("backoffLimit: null\nselector: ~", "nodeSelector:\nvolumes: [null]", "args: [null]\nenv: ~"), ""},
		{
			"a number in quotes", job(`backoffLimit: "5"`, "", ""),
			`6:17-6:20 error wrong-type spec.backoffLimit: expected a whole number, found the string "5": remove the quotes`,
		},
		{
			"a fraction", job("backoffLimit: 1.5", "", ""),
			`6:17-6:20 error wrong-type spec.backoffLimit: expected a whole number, found the number 1.5`,
		},
		{
			"too large", job("parallelism: 2147483648", "", ""),
			`6:16-6:26 error wrong-type spec.parallelism: expected a whole number from -2147483648 to 2147483647, found the number 2147483648`,
		},
		{
			"a duration", job("activeDeadlineSeconds: 5m", "", ""),
			`6:26-6:28 error wrong-type spec.activeDeadlineSeconds: expected a whole number, found the string "5m": it counts seconds: 300`,
		},
		{
			"a number for a string", job("", "", "env:\n- name: A\n  value: 5"),
			`14:18-14:19 error wrong-type spec.template.spec.containers[0].env[0].value: expected a string, found a number: put it in quotes`,
		},
		{
			"a number that quotes would change", job("", "", "args: [1.10, 0x10]"),
			"12:16-12:20 error wrong-type spec.template.spec.containers[0].args[0]: expected a string, found the number 1.1: put what is written here in quotes\n" +
				"12:22-12:26 error wrong-type spec.template.spec.containers[0].args[1]: expected a string, found the number 16: put what is written here in quotes",
		},
		{
			"yes is a boolean", job("", "", "env:\n- {name: A, value: yes}\n- {name: B, value: true}"),
			"13:28-13:31 error wrong-type spec.template.spec.containers[0].env[0].value: expected a string, found a boolean: put it in quotes\n" +
				`14:28-14:32 error wrong-type spec.template.spec.containers[0].env[1].value: expected a string, found a boolean: put it in quotes`,
		},
		{
			"what is no string without quotes", job("", "", "workingDir: yes\nterminationMessagePath: 5"),
			"12:21-12:24 error wrong-type spec.template.spec.containers[0].workingDir: expected a string, found the boolean true: put what is written here in quotes\n" +
				`13:33-13:34 error wrong-type spec.template.spec.containers[0].terminationMessagePath: expected a string, found the number 5: put it in quotes: "5"`,
		},
		{
			"one is no boolean", job("suspend: 1", "", ""),
			`6:12-6:13 error wrong-type spec.suspend: expected true or false, found the number 1: write true`,
		},
		{
			"a string for a list", job("", "", "command: sleep 5"),
			`12:18-12:25 error wrong-type spec.template.spec.containers[0].command: expected a list of strings, found the string "sleep 5": write ["sleep 5"]`,
		},
		{
			"a map for a list", job("", "", "env:\n  A: b"),
			`13:11-13:15 error wrong-type spec.template.spec.containers[0].env: expected a list of maps, found a map: each item begins with a dash and has its name: - name: ...`,
		},
		{
			"a list for a map", job("", "", "resources:\n- limits: {cpu: 1}"),
			`13:9-13:27 error wrong-type spec.template.spec.containers[0].resources: expected a map, found a list: remove the dash`,
		},
		{
			"a string for a map", job("", "imagePullSecrets: [regcred]", ""),
			`9:26-9:33 error wrong-type spec.template.spec.imagePullSecrets[0]: expected a map, found the string "regcred": write {name: "regcred"}`,
		},
		{
			"a map with keys of any name", job("", "nodeSelector: {gpu: true}", ""),
			`9:27-9:31 error wrong-type spec.template.spec.nodeSelector[gpu]: expected a string, found the boolean true: put it in quotes: "true"`,
		},
		{
			"all that is wrong is told", job("backoffLimit: a\nsuspend: b", "", ""),
			"6:17-6:18 error wrong-type spec.backoffLimit: expected a whole number, found the string \"a\"\n" +
				`7:12-7:13 error wrong-type spec.suspend: expected true or false, found the string "b"`,
		},
		{
			"status is decoded, too", job("", "", "") + "status:\n  active: x\n  aktive: 1\n",
			"13:11-13:12 error wrong-type status.active: expected a whole number, found the string \"x\"\n" +
				`14:3-14:9 error unknown-field status.aktive: unknown field "aktive": did you mean active?`,
		},
	})
}

func TestFormats(t *testing.T) {
	runChecks(t, "1.37", []checkTest{
		{"fine", job("", "", "resources: {limits: {cpu: 1, memory: 128Mi, example.com/x: 1.5e3}}\nlivenessProbe: {httpGet: {port: http}}"), ""},
		{
			"a quantity", job("", "", "resources:\n  limits: {memory: 1GB}"),
			`13:28-13:31 error wrong-format spec.template.spec.containers[0].resources.limits[memory]: "1GB" is no quantity: did you mean 1Gi (powers of 1024) or 1G (powers of 1000)?`,
		},
		{
			"no quantity at all", job("", "", "resources:\n  limits: {memory: true}"),
			`13:28-13:32 error wrong-type spec.template.spec.containers[0].resources.limits[memory]: expected a quantity, found the boolean true`,
		},
		{
			"a port", job("", "", "livenessProbe: {httpGet: {port: 80.5}}"),
			`12:41-12:45 error wrong-type spec.template.spec.containers[0].livenessProbe.httpGet.port: expected a string or a whole number, found the number 80.5`,
		},
		{
			"a time", strings.Replace(job("", "", ""), "name: demo", "creationTimestamp: yesterday", 1),
			`4:22-4:31 error wrong-format metadata.creationTimestamp: "yesterday" is no time: expected one such as 2006-01-02T15:04:05Z`,
		},
		{"a time that is null", strings.Replace(job("", "", ""), "name: demo", "creationTimestamp: null", 1), ""},
	})
}

func TestUnknownFields(t *testing.T) {
	runChecks(t, "1.37", []checkTest{
		{
			"a slip", job("paralellism: 2", "", ""),
			`6:3-6:14 error unknown-field spec.paralellism: unknown field "paralellism": did you mean parallelism?`,
		},
		{
			"case counts", job("", "", "imagepullpolicy: Always"),
			`12:9-12:24 error unknown-field spec.template.spec.containers[0].imagepullpolicy: unknown field "imagepullpolicy": did you mean imagePullPolicy?`,
		},
		{
			"another language", job("backoff_limit: 2", "", ""),
			`6:3-6:16 error unknown-field spec.backoff_limit: unknown field "backoff_limit": did you mean backoffLimit?`,
		},
		{
			"part of a name", job("", "volumes:\n- name: v\n  secret: {name: s}", ""),
			`11:18-11:22 error unknown-field spec.template.spec.volumes[0].secret.name: unknown field "name": did you mean secretName?`,
		},
		{
			"nothing like it", job("frobnicate: 1", "", ""),
			`6:3-6:13 error unknown-field spec.frobnicate: unknown field "frobnicate"`,
		},
		{
			"what is below is left alone", job("frobnicate: {backoffLimit: a}", "", ""),
			`6:3-6:13 error unknown-field spec.frobnicate: unknown field "frobnicate"`,
		},
		{
			"in a second item", job("", "initContainers:\n- {name: a}\n- {name: b, img: c}", ""),
			`11:19-11:22 error unknown-field spec.template.spec.initContainers[1].img: unknown field "img"`,
		},
	})
}

func TestMisplacedFields(t *testing.T) {
	runChecks(t, "1.37", []checkTest{
		{
			"two objects around it have it", job("", "", "activeDeadlineSeconds: 5"),
			`12:9-12:30 error misplaced-field spec.template.spec.containers[0].activeDeadlineSeconds: activeDeadlineSeconds belongs to spec (or spec.template.spec), found in spec.template.spec.containers[0]`,
		},
		{
			"the Job's in the Pod", job("", "backoffLimit: 5", ""),
			`9:7-9:19 error misplaced-field spec.template.spec.backoffLimit: backoffLimit belongs to spec, found in spec.template.spec`,
		},
		{
			"the Pod's in the Job", job("serviceAccountName: me", "", ""),
			`6:3-6:21 error misplaced-field spec.serviceAccountName: serviceAccountName belongs to spec.template.spec, found in spec`,
		},
		{
			"the Pod's in the Job, there already", job("restartPolicy: Never", "", ""),
			`6:3-6:16 error misplaced-field spec.restartPolicy: restartPolicy belongs to spec.template.spec, found in spec; it is there already`,
		},
		{
			"the container's in the Pod", job("", "command: [a]", ""),
			`9:7-9:14 error misplaced-field spec.template.spec.command: command belongs to spec.template.spec.containers[0], found in spec.template.spec`,
		},
		{
			"one of several containers", job("", "command: [a]", "") + "      - name: second\n",
			`9:7-9:14 error misplaced-field spec.template.spec.command: command belongs to spec.template.spec.containers[], found in spec.template.spec`,
		},
		{
			"the Pod's in a container", job("", "", "volumes:\n- name: v"),
			`12:9-12:16 error misplaced-field spec.template.spec.containers[0].volumes: volumes belongs to spec.template.spec, found in spec.template.spec.containers[0]`,
		},
		{
			"a security context", job("", "securityContext: {privileged: true}", ""),
			`9:25-9:35 error misplaced-field spec.template.spec.securityContext.privileged: privileged belongs to spec.template.spec.containers[0].securityContext, found in spec.template.spec.securityContext`,
		},
		{
			"one level too high", job("", "", "env:\n- name: A\n  secretKeyRef: {name: s, key: k}"),
			`14:11-14:23 error misplaced-field spec.template.spec.containers[0].env[0].secretKeyRef: secretKeyRef belongs to spec.template.spec.containers[0].env[0].valueFrom, found in spec.template.spec.containers[0].env[0]`,
		},
		{
			"at the top", "labels: {a: b}\n" + job("", "", ""),
			`1:1-1:7 error misplaced-field labels: labels belongs to metadata, found in the top level`,
		},
		{
			"from the top", job("status: {}", "", ""),
			`6:3-6:9 error misplaced-field spec.status: status belongs to the top level, found in spec`,
		},
		{
			"the Job's in the CronJob", cronJob("backoffLimit: 5", ""),
			`7:3-7:15 error misplaced-field spec.backoffLimit: backoffLimit belongs to spec.jobTemplate.spec, found in spec`,
		},
		{
			"the CronJob's in the Job", cronJob("", "concurrencyPolicy: Forbid"),
			`9:7-9:24 error misplaced-field spec.jobTemplate.spec.concurrencyPolicy: concurrencyPolicy belongs to spec, found in spec.jobTemplate.spec`,
		},
		{
			"the CronJob's in no CronJob", job("schedule: '@daily'", "", ""),
			`6:3-6:11 error misplaced-field spec.schedule: schedule belongs to spec of a CronJob, and this is a Job`,
		},
		{
			"in the wrong case", job("serviceaccountname: me", "", ""),
			`6:3-6:21 error misplaced-field spec.serviceaccountname: serviceaccountname belongs to spec.template.spec as serviceAccountName, found in spec`,
		},
	})
}

func TestCheckIsForJobs(t *testing.T) {
	for _, text := range []string{"kind: Deployment\nfoo: 1", "foo: 1", "kind: [Job]\nfoo: 1", "- kind: Job", "Job"} {
		if got := check(t, text, "1.37"); got != "" {
			t.Errorf("%q: %s", text, got)
		}
	}
	if got := Check(nil, Newest); got != nil {
		t.Error(got)
	}
	doc := manifest.Parse("", []byte("[a]"), manifest.Limits{})[0]
	if got := CheckAs(doc.Root, "Job", Newest); len(got) != 1 || got[0].Path != "" || got[0].Message != "expected a map, found a list" {
		t.Error(got)
	}
}

// A document with nothing right in it ends soon.
func TestManyProblems(t *testing.T) {
	var b strings.Builder
	b.WriteString("kind: Job\nspec:\n")
	for i := range 20000 {
		fmt.Fprintf(&b, "  restartpolicy%d: 1\n", i)
	}
	if got := strings.Count(check(t, b.String(), "1.37"), "\n"); got != maxProblems {
		t.Errorf("%d problems, want %d", got, maxProblems)
	}
}

// FuzzCheck looks for documents that end in a panic, or in problems without place or words.
func FuzzCheck(f *testing.F) {
	for i, r := range corpus(f) {
		if i%25 == 0 {
			f.Add(r.YAML, i)
		}
	}
	f.Fuzz(func(t *testing.T, text string, minor int) {
		for _, d := range manifest.Parse("", []byte(text), manifest.Limits{Nodes: 10_000}) {
			for _, p := range CheckAs(d.Root, "CronJob", Version{1, minor}) {
				if p.Rule == "" || p.Severity == 0 || p.Message == "" || p.Range.Start.Line == 0 {
					t.Errorf("%+v", p)
				}
			}
		}
	})
}

func BenchmarkCheck(b *testing.B) {
	root := manifest.Parse("", []byte(cronJob("", "backoffLimit: 3")), manifest.Limits{})[0].Root
	for b.Loop() {
		if p := Check(root, Newest); p != nil {
			b.Fatal(p)
		}
	}
}

func BenchmarkCheckMisplaced(b *testing.B) {
	root := manifest.Parse("", []byte(job("serviceaccountname: me", "", "")), manifest.Limits{})[0].Root
	for b.Loop() {
		if p := Check(root, Newest); len(p) != 1 {
			b.Fatal(p)
		}
	}
}
