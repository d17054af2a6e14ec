package api_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/kubectl-job/kubectl-job/lint/api"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// job is a Job with more fields in its spec; cronJob has them in the spec of its jobTemplate, and those of its own.
func job(spec string) string {
	return "apiVersion: batch/v1\nkind: Job\nmetadata: {name: demo}\nspec:\n" + indent(spec, 2) + template(2)
}

func cronJob(own, spec string) string {
	return "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: demo}\nspec:\n" + indent(own, 2) + "  jobTemplate:\n    spec:\n" + indent(spec, 6) + template(6)
}

func template(by int) string {
	return indent("template: {spec: {restartPolicy: Never, containers: [{name: main, image: busybox}]}}", by)
}

func indent(text string, by int) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.Repeat(" ", by) + strings.TrimSuffix(line, "\n") + "\n")
	}
	return b.String()
}

// said is what the rules say of a manifest, each as line:column rule type path: message.
func said(t *testing.T, text string, minor int) string {
	t.Helper()
	v := schema.Version{Major: 1, Minor: minor}
	docs := manifest.Parse("m.yaml", []byte(text), manifest.Limits{})
	if len(docs) != 1 || docs[0].Fatal() != nil {
		t.Fatalf("cannot be read: %v\n%s", docs, text)
	}
	root := docs[0].Root
	decoded := schema.Check(root, v)
	for _, p := range decoded {
		if p.Severity == schema.Error {
			t.Fatalf("cannot be decoded: %s: %s\n%s", p.Path, p.Message, text)
		}
	}
	var lines []string
	add := func(prefix string, problems []api.Problem) {
		for _, p := range problems {
			kind := strings.TrimPrefix(string(p.Type), "FieldValue")
			if p.Severity == schema.Warning {
				kind = "warning"
			}
			lines = append(lines, fmt.Sprintf("%s%s %s %s %s: %s", prefix, p.Range, p.Rule, kind, p.Path, p.Message))
		}
	}
	kind := root.Get("kind").Text
	add("", api.Check(root, kind, v, decoded))
	if kind == "CronJob" && len(lines) == 0 {
		add("its Jobs: ", api.CheckJobs(root, v, decoded))
	}
	return strings.Join(lines, "\n")
}

type test struct {
	name, text string
	minor      int // 37 if 0
	want       string
}

func run(t *testing.T, tests []test) {
	t.Helper()
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if test.minor == 0 {
				test.minor = 37
			}
			if diff := cmp.Diff(test.want, said(t, test.text, test.minor)); diff != "" {
				t.Errorf("%s\n%s", diff, test.text)
			}
		})
	}
}

func TestJob(t *testing.T) {
	run(t, []test{
		{name: "nothing", text: job("parallelism: 0")},
		{name: "negative", text: job("ttlSecondsAfterFinished: -1"), want: "5:28 negative-number Invalid spec.ttlSecondsAfterFinished: ttlSecondsAfterFinished is -1: expected 0 or more"},
		{name: "no such mode", text: job("completionMode: indexed"), want: `5:19 completion-mode NotSupported spec.completionMode: completionMode is "indexed": expected NonIndexed or Indexed`},
		{name: "an empty mode", text: job(`completionMode: ""`), want: `5:19 completion-mode NotSupported spec.completionMode: completionMode is "": expected NonIndexed or Indexed`},
		{name: "Indexed, one by default", text: job("completionMode: Indexed")},
		{
			name: "Indexed, without a default because of parallelism", text: job("completionMode: Indexed\nparallelism: 2"),
			want: "5:19 completions-required Required spec.completions: completions is missing: Indexed Jobs need it (it is 1 only where parallelism is not set either)",
		},
		{name: "Indexed, without a default in a CronJob", text: cronJob("schedule: '@daily'", "completionMode: Indexed"), want: "8:23 completions-required Required spec.jobTemplate.spec.completions: completions is missing: Indexed Jobs need it (in a CronJob it has no default)"},
		{name: "parallelism of Indexed", text: job("completionMode: Indexed\ncompletions: 5\nparallelism: 100001"), want: "7:16 parallelism-limit Invalid spec.parallelism: parallelism is 100001: an Indexed Job may have at most 100000"},
		{name: "parallelism of others", text: job("parallelism: 100001")},
		{
			name: "maxFailedIndexes alone", text: job("completionMode: Indexed\ncompletions: 5\nmaxFailedIndexes: 2"),
			want: "7:21 backoff-limit-per-index Required spec.backoffLimitPerIndex: maxFailedIndexes needs backoffLimitPerIndex: how often an index may fail before it counts as failed",
		},
		{name: "more failed than there are", text: job("completionMode: Indexed\ncompletions: 5\nbackoffLimitPerIndex: 1\nmaxFailedIndexes: 6"), want: "8:21 max-failed-indexes Invalid spec.maxFailedIndexes: maxFailedIndexes is 6: at most as many as completions (5) are allowed"},
		{name: "per index without indexes", text: job("backoffLimitPerIndex: 1"), want: "5:25 backoff-limit-per-index Invalid spec.backoffLimitPerIndex: backoffLimitPerIndex is for Indexed Jobs only: set completionMode: Indexed"},
		{
			name: "many completions", text: job("completionMode: Indexed\ncompletions: 100001\nparallelism: 10001\nbackoffLimitPerIndex: 1"),
			want: "6:16 max-failed-indexes Required spec.maxFailedIndexes: maxFailedIndexes is missing: with backoffLimitPerIndex and 100001 completions it must be set, to 10000 at most\n" +
				"7:16 parallelism-limit Invalid spec.parallelism: parallelism is 10001: with backoffLimitPerIndex and more than 100000 completions at most 10000 is allowed\n" +
				"7:16 many-completions warning spec: parallelism is 10001, completions 100001: above 10000 and 100000, Kubernetes may lose track of indexes when many fail or end out of order; lower one of them",
		},
		{
			name: "many completions, and no limit per index", text: job("completionMode: Indexed\ncompletions: 100001\nparallelism: 10001"),
			want: "7:16 many-completions warning spec: parallelism is 10001, completions 100001: above 10000 and 100000, Kubernetes may lose track of indexes when many fail or end out of order; lower one of them",
		},
		{name: "replacement", text: job("podReplacementPolicy: Never"), want: `5:25 pod-replacement-policy NotSupported spec.podReplacementPolicy: podReplacementPolicy is "Never": expected Failed or TerminatingOrFailed`},
		{name: "replacement and failure policy", text: job("podReplacementPolicy: TerminatingOrFailed\npodFailurePolicy: {rules: []}"), want: `5:25 pod-replacement-policy NotSupported spec.podReplacementPolicy: podReplacementPolicy is "TerminatingOrFailed": with podFailurePolicy only Failed is allowed`},
		{name: "managed by", text: job("managedBy: me"), want: `5:14 managed-by Invalid spec.managedBy: managedBy is "me": expected a domain, a slash and a path, such as example.com/controller`},
		{name: "managed by, dropped by 1.31", minor: 31, text: job("managedBy: me")},
		{name: "managed by, a bad path", text: job("managedBy: example.com/a b"), want: `5:14 managed-by Invalid spec.managedBy: managedBy is "example.com/a b": its path has a character that is not allowed there`},
	})
}

func TestRestartPolicy(t *testing.T) {
	with := func(policy, more string) string {
		return strings.Replace(job(more), "restartPolicy: Never", policy, 1)
	}
	run(t, []test{
		{name: "OnFailure", text: with("restartPolicy: OnFailure", "parallelism: 1")},
		{name: "missing", text: with("hostNetwork: false", "parallelism: 1"), want: "6:14 restart-policy Required spec.template.spec.restartPolicy: restartPolicy is missing, and its default Always is not for Jobs: set Never or OnFailure"},
		{name: "Always", text: with("restartPolicy: Always", "parallelism: 1"), want: "6:36 restart-policy Required spec.template.spec.restartPolicy: restartPolicy is Always, which is not for Jobs: set Never or OnFailure"},
		{name: "with a failure policy", text: with("restartPolicy: OnFailure", "podFailurePolicy: {rules: []}"), want: "6:36 restart-policy Invalid spec.template.spec.restartPolicy: restartPolicy is OnFailure: with podFailurePolicy only Never is allowed"},
	})
}

func TestFailurePolicy(t *testing.T) {
	rule := func(rule string) string { return job("podFailurePolicy: {rules: [" + rule + "]}") }
	codes := func(codes string) string { return rule("{action: Count, onExitCodes: {" + codes + "}}") }
	run(t, []test{
		{name: "fine", text: rule("{action: Ignore, onPodConditions: [{type: DisruptionTarget}]}")},
		{name: "no action", text: rule("{onPodConditions: [{type: a}]}"), want: "5:31 failure-policy-action Required spec.podFailurePolicy.rules[0].action: action is missing: expected Count, FailIndex, FailJob or Ignore"},
		{name: "no such action", text: rule("{action: Fail, onPodConditions: [{type: a}]}"), want: `5:39 failure-policy-action NotSupported spec.podFailurePolicy.rules[0].action: action is "Fail": expected Count, FailIndex, FailJob or Ignore`},
		{name: "FailIndex before its time", minor: 27, text: rule("{action: FailIndex, onPodConditions: [{type: a}]}"), want: `5:39 failure-policy-action NotSupported spec.podFailurePolicy.rules[0].action: action is "FailIndex": expected Count, FailJob or Ignore`},
		{name: "FailIndex, whose rule 1.28 drops", minor: 28, text: rule("{action: FailIndex, onPodConditions: [{type: a b}]}")},
		{name: "FailIndex without indexes", text: rule("{action: FailIndex, onPodConditions: [{type: a}]}"), want: "5:39 failure-policy-action Invalid spec.podFailurePolicy.rules[0].action: action is FailIndex: it needs backoffLimitPerIndex, which the Job does not set"},
		{name: "neither", text: rule("{action: Count}"), want: "5:31 failure-policy-rules Invalid spec.podFailurePolicy.rules[0]: the rule has neither onExitCodes nor onPodConditions: one of them says when it applies"},
		{name: "both", text: rule("{action: Count, onPodConditions: [{type: a}], onExitCodes: {operator: In, values: [1]}}"), want: "5:46 failure-policy-rules Invalid spec.podFailurePolicy.rules[0]: the rule has onExitCodes and onPodConditions: expected one of them; make it two rules"},
		{name: "too many", text: rule(strings.Repeat("{action: Count, onPodConditions: [{type: a}]},", 21)), want: "5:22 failure-policy-rules TooMany spec.podFailurePolicy.rules: podFailurePolicy has 21 rules; at most 20 are allowed"},
		{name: "zero", text: codes("operator: In, values: [0]"), want: "5:83 failure-policy-exit-codes Invalid spec.podFailurePolicy.rules[0].onExitCodes.values[0]: 0 is success: it is not allowed with operator In"},
		{name: "zero with NotIn, and what no program exits with", text: codes("operator: NotIn, values: [-1, 0, 300]")},
		{name: "twice", text: codes("operator: In, values: [3, 3]"), want: "5:86 failure-policy-exit-codes Duplicate spec.podFailurePolicy.rules[0].onExitCodes.values[1]: 3 stands in values twice"},
		{name: "not in order", text: codes("operator: In, values: [3, 2]"), want: "5:86 failure-policy-exit-codes Invalid spec.podFailurePolicy.rules[0].onExitCodes.values: values must be in ascending order: 2 comes after 3"},
		{name: "no values", text: codes("operator: In"), want: "5:46 failure-policy-exit-codes Invalid spec.podFailurePolicy.rules[0].onExitCodes.values: onExitCodes needs at least one of values"},
		{name: "no operator", text: codes("values: [1]"), want: "5:46 failure-policy-exit-codes Required spec.podFailurePolicy.rules[0].onExitCodes.operator: onExitCodes needs an operator: In or NotIn"},
		{name: "a container", text: codes("containerName: main, operator: In, values: [1]")},
		{name: "no such container", text: codes("containerName: mian, operator: In, values: [1]"), want: `5:75 failure-policy-exit-codes Invalid spec.podFailurePolicy.rules[0].onExitCodes.containerName: containerName is "mian": the template has no container or initContainer of that name`},
		{name: "a bad type", text: rule("{action: Count, onPodConditions: [{type: a b}]}"), want: `5:71 failure-policy-conditions Invalid spec.podFailurePolicy.rules[0].onPodConditions[0].type: type "a b" must consist of letters, digits, -, _ and ., and begin and end with a letter or digit`},
		{name: "a bad status", text: rule(`{action: Count, onPodConditions: [{type: a, status: "true"}]}`), want: `5:82 failure-policy-conditions NotSupported spec.podFailurePolicy.rules[0].onPodConditions[0].status: status is "true": expected "True", "False" or "Unknown"`},
		{
			name: "no status in a CronJob of old", minor: 33, text: cronJob("schedule: '@daily'", "podFailurePolicy: {rules: [{action: Count, onPodConditions: [{type: a}]}]}"),
			want: `8:69 failure-policy-conditions Required spec.jobTemplate.spec.podFailurePolicy.rules[0].onPodConditions[0].status: status is missing: before Kubernetes 1.34 a CronJob has no default for it; set "True"`,
		},
		{name: "no status in a CronJob", minor: 34, text: cronJob("schedule: '@daily'", "podFailurePolicy: {rules: [{action: Count, onPodConditions: [{type: a}]}]}")},
	})
}

func TestSuccessPolicy(t *testing.T) {
	rule := func(rule string) string {
		return job("completionMode: Indexed\ncompletions: 10\nsuccessPolicy: {rules: [" + rule + "]}")
	}
	indexes := func(text, because string) test {
		return test{name: "indexes " + text, text: rule("{succeededIndexes: '" + text + "'}"), want: "7:46 success-policy-indexes Invalid spec.successPolicy.rules[0].succeededIndexes: succeededIndexes is \"" + text + "\": " + because}
	}
	run(t, []test{
		{name: "fine", text: rule("{succeededIndexes: '0,2-4,9', succeededCount: 5}")},
		{name: "an empty set", text: rule("{succeededIndexes: ''}")},
		{name: "not Indexed", text: job("successPolicy: {rules: [{succeededCount: 1}]}"), want: "5:3 success-policy-rules Invalid spec.successPolicy: successPolicy is for Indexed Jobs only: set completionMode: Indexed"},
		{name: "no rules", text: rule(""), want: "7:26 success-policy-rules Required spec.successPolicy.rules: successPolicy needs at least one rule"},
		{name: "no completions, so no indexes", text: job("completionMode: Indexed\ncompletions: 0\nsuccessPolicy: {rules: [{succeededIndexes: '0'}]}"), want: "7:46 success-policy-indexes Invalid spec.successPolicy.rules[0].succeededIndexes: succeededIndexes is \"0\": there is no index 0; with 0 completions there is none"},
		{name: "neither", text: rule("{}"), want: "7:27 success-policy-rules Required spec.successPolicy.rules[0]: the rule has neither succeededIndexes nor succeededCount: one of them says when it applies"},
		{name: "negative", text: rule("{succeededCount: -1}"), want: "7:44 negative-number Invalid spec.successPolicy.rules[0].succeededCount: succeededCount is -1: expected 0 or more"},
		{name: "more than completions", text: rule("{succeededCount: 11}"), want: "7:44 success-policy-count Invalid spec.successPolicy.rules[0].succeededCount: succeededCount is 11: expected at most 10, the number of completions"},
		{name: "more than listed", text: rule("{succeededIndexes: '1-3', succeededCount: 4}"), want: "7:69 success-policy-count Invalid spec.successPolicy.rules[0].succeededCount: succeededCount is 4: expected at most 3, the number of indexes in succeededIndexes"},
		indexes("1, 2", `" 2" is no index; expected whole numbers and ranges with commas between them and no spaces, such as 0,3-5`),
		indexes("10", "there is no index 10; with 10 completions the last one is 9"),
		indexes("3,1", "1 comes after 3; indexes must be in ascending order, each once"),
		indexes("1-3,3", "3 comes after 3; indexes must be in ascending order, each once"),
		indexes("3-3", "the range 3-3 does not ascend"),
		indexes("1-2-3", `"1-2-3" has more than one dash; expected an index such as 3, or a range such as 3-5`),
		{
			name: "the crash", text: job("completionMode: Indexed\nparallelism: 2\nsuccessPolicy: {rules: [{succeededCount: 1}]}"),
			want: "7:3 success-policy-crash Required spec.completions: completions is missing: an Indexed Job with successPolicy needs it, and without it the API server crashes over the request instead of refusing it (it is 1 only where parallelism is not set either)",
		},
	})
}

func TestSelector(t *testing.T) {
	labelled := func(spec, labels string) string {
		return strings.Replace(job(spec), "template: {", "template: {metadata: {labels: {"+labels+"}}, ", 1)
	}
	const notOurs = "the selector is not the one that is made for the Job: leave it out (or set manualSelector: true, and see that it selects no other Job's Pods)"
	run(t, []test{
		{name: "manual", text: labelled("manualSelector: true\nselector: {matchLabels: {a: b}, matchExpressions: [{key: c, operator: DoesNotExist}]}", "a: b")},
		{
			name: "manual, missing", text: labelled("manualSelector: true", "a: b"),
			want: "4:1 job-selector Required spec.selector: selector is missing: manualSelector: true asks for your own\n" +
				"6:25 job-selector Invalid spec.template.metadata.labels: the selector does not match the labels of the template",
		},
		{name: "manual, another label", text: labelled("manualSelector: true\nselector: {matchLabels: {a: c}}", "a: b"), want: "7:25 job-selector Invalid spec.template.metadata.labels: the selector does not match the labels of the template"},
		{name: "not asked for", text: labelled("selector: {matchLabels: {a: b}}", "a: b"), want: "5:3 job-selector Invalid spec.selector: " + notOurs},
		{
			name: "an operator that there is not", text: labelled("manualSelector: true\nselector: {matchExpressions: [{key: a, operator: Is, values: [b]}]}", "a: b"),
			want: `6:52 label-selector Invalid spec.selector.matchExpressions[0].operator: operator is "Is": expected In, NotIn, Exists or DoesNotExist`,
		},
		{name: "the name itself", text: labelled("parallelism: 1", "job-name: demo")},
		{name: "another name", text: labelled("parallelism: 1", "job-name: other"), want: `6:44 job-labels Invalid spec.template.metadata.labels[job-name]: the label job-name is set by the API server, to "demo": leave it out`},
		{name: "before the prefix meant something", minor: 26, text: labelled("parallelism: 1", "batch.kubernetes.io/job-name: other")},
		{
			name: "a uid", text: labelled("parallelism: 1", "batch.kubernetes.io/controller-uid: 1-2"),
			want: "6:70 job-labels Invalid spec.template.metadata.labels[batch.kubernetes.io/controller-uid]: the label batch.kubernetes.io/controller-uid is set by the API server: leave it out\n" +
				"6:25 job-selector Invalid spec.template.metadata.labels: the selector does not match the labels of the template",
		},
		{name: "in a CronJob", text: cronJob("schedule: '@daily'", "selector: {}\nmanualSelector: true"), want: "8:17 cronjob-selector Invalid spec.jobTemplate.spec.selector: a CronJob's Jobs get their selector from the API server: leave it out\n" +
			"9:23 cronjob-selector NotSupported spec.jobTemplate.spec.manualSelector: a CronJob's Jobs get their selector from the API server: leave manualSelector out"},
	})
}

func TestMetadata(t *testing.T) {
	named := func(metadata string) string {
		return strings.Replace(job("parallelism: 1"), "{name: demo}", "{"+metadata+"}", 1)
	}
	long := strings.Repeat("a", 64)
	run(t, []test{
		{name: "no name", text: named(""), want: "3:11 metadata-name Required metadata.name: name is missing: set name or generateName"},
		{name: "a bad name", text: named("name: Demo"), want: `3:18 metadata-name Invalid metadata.name: name "Demo" must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit` + "\n" +
			`3:18 name-in-hostnames warning metadata.name: the names and hostnames of Pods begin with "Demo", which can cause surprises: as a hostname, it must consist of lower case letters, digits and -, and begin and end with a letter or digit`},
		{name: "a generated name", text: named("generateName: demo-")},
		{name: "a generated name that ends badly", text: named("generateName: demo."), want: `3:26 metadata-name Invalid metadata.generateName: generateName "demo." must consist of lower case letters, digits, - and ., and each part between dots must begin and end with a letter or digit` + "\n" +
			`3:26 name-in-hostnames warning metadata.name: the names and hostnames of Pods begin with "demo.xxxxx", which can cause surprises: as a hostname, it must consist of lower case letters, digits and -, and begin and end with a letter or digit`},
		{name: "a generated name with a dot", text: named("generateName: demo.x"), want: `3:26 name-in-hostnames warning metadata.name: the names and hostnames of Pods begin with "demo.xxxxxx", which can cause surprises: as a hostname, it must consist of lower case letters, digits and -, and begin and end with a letter or digit`},
		{name: "a name with a dot", text: named("name: demo.x"), want: `3:18 name-in-hostnames warning metadata.name: the names and hostnames of Pods begin with "demo.x", which can cause surprises: as a hostname, it must consist of lower case letters, digits and -, and begin and end with a letter or digit`},
		{name: "a name with a dot, before 1.27", minor: 26, text: named("name: demo.x")},
		{name: "a namespace", text: named("name: demo, namespace: a.b"), want: `3:35 metadata-namespace Invalid metadata.namespace: namespace "a.b" must consist of lower case letters, digits and -, and begin and end with a letter or digit`},
		{name: "too long for a label", minor: 26, text: named("name: " + long), want: "3:18 job-name-label Invalid spec.template.labels: the name becomes the value of the label job-name, and has 64 bytes; at most 63 are allowed"},
		{name: "a finalizer", text: named("name: demo, finalizers: [mine]"), want: `3:37 finalizers Invalid metadata.finalizers[0]: finalizer "mine" has no domain: expected one such as example.com/mine`},
		{name: "two finalizers", text: named("name: demo, finalizers: [orphan, foregroundDeletion]"), want: "3:24 finalizers Invalid metadata.finalizers: the finalizers orphan and foregroundDeletion exclude each other"},
		{name: "an owner", text: named("name: demo, ownerReferences: [{apiVersion: a/b/c, kind: A, name: a}]"), want: "3:43 owner-references Required metadata.ownerReferences[0].uid: uid of the owner is missing: expected apiVersion, kind, name and uid\n" +
			`3:55 owner-references Invalid metadata.ownerReferences[0].apiVersion: apiVersion is "a/b/c": expected VERSION or GROUP/VERSION`},
		{name: "a label", text: named("name: demo, labels: {a: b c}"), want: `3:36 labels Invalid metadata.labels: the value "b c" of label a must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit`},
		{name: "an annotation", text: named("name: demo, annotations: {a/b/c: x}"), want: `3:38 annotations Invalid metadata.annotations: annotation key "a/b/c" must be a name, or a DNS subdomain, a slash and a name: there is more than one slash`},
		{name: "an Indexed Job with dots", text: strings.Replace(job("completionMode: Indexed\ncompletions: 3"), "name: demo", "name: a.b", 1), want: `3:18 index-hostname Invalid metadata.name: the Pod of index 2 gets a hostname such as "a.b-2", which must consist of lower case letters, digits and -, and begin and end with a letter or digit` + "\n" +
			`3:18 name-in-hostnames warning metadata.name: the names and hostnames of Pods begin with "a.b", which can cause surprises: as a hostname, it must consist of lower case letters, digits and -, and begin and end with a letter or digit`},
	})
}

func TestCronJob(t *testing.T) {
	named := func(name string) string {
		return strings.Replace(cronJob("schedule: '@daily'", "parallelism: 1"), "name: demo", name, 1)
	}
	run(t, []test{
		{name: "fine", text: cronJob("schedule: '@daily'\nconcurrencyPolicy: ''", "parallelism: 1")},
		{name: "long", text: named("name: " + strings.Repeat("a", 53)), want: "3:18 cronjob-name Invalid metadata.name: the name has 53 characters; a CronJob's may have at most 52, because its Jobs add 11 to it"},
		{name: "long, generated", text: named("generateName: " + strings.Repeat("a", 48)), want: "3:26 cronjob-name Invalid metadata.name: the name has 53 characters; a CronJob's may have at most 52, because its Jobs add 11 to it"},
		{name: "concurrency", text: cronJob("schedule: '@daily'\nconcurrencyPolicy: Never", "parallelism: 1"), want: `6:22 concurrency-policy NotSupported spec.concurrencyPolicy: concurrencyPolicy is "Never": expected Allow, Forbid or Replace`},
		{name: "negative", text: cronJob("schedule: '@daily'\nfailedJobsHistoryLimit: -1", "parallelism: 1"), want: "6:27 negative-number Invalid spec.failedJobsHistoryLimit: failedJobsHistoryLimit is -1: expected 0 or more"},
		{
			name: "labels of its Jobs", text: strings.Replace(cronJob("schedule: '@daily'", "parallelism: 1"), "jobTemplate:\n", "jobTemplate:\n    metadata: {labels: {a: b c}}\n", 1),
			want: `its Jobs: 7:28 labels Invalid spec.jobTemplate.metadata.labels: the value "b c" of label a must be empty, or consist of letters, digits, -, _ and ., and begin and end with a letter or digit`,
		},
		{
			name: "the label of their name", text: strings.Replace(cronJob("schedule: '@daily'", "parallelism: 1"), "template: {", "template: {metadata: {labels: {job-name: demo}}, ", 1),
			want: "its Jobs: 9:48 job-labels Invalid spec.jobTemplate.spec.template.metadata.labels[job-name]: the label job-name is set by the API server: leave it out",
		},
		{
			name: "hostnames of their Pods", text: strings.Replace(cronJob("schedule: '@daily'", "completionMode: Indexed\ncompletions: 1000"), "name: demo", "name: "+strings.Repeat("a", 52), 1),
			want: `its Jobs: 3:18 index-hostname Invalid metadata.name: the Pod of index 999 gets a hostname such as "` + strings.Repeat("a", 52) + `-29000000-999", which has 65 bytes; at most 63 are allowed`,
		},
	})
}

func TestSchedule(t *testing.T) {
	const five = "minute, hour, day of month, month, day of week"
	refused := func(schedule, because string) test {
		return test{name: schedule, text: cronJob("schedule: '"+schedule+"'", "parallelism: 1"), want: fmt.Sprintf("5:13 schedule Invalid spec.schedule: schedule %q cannot be read: %s", schedule, because)}
	}
	fine := func(schedule string) test {
		return test{name: schedule, text: cronJob("schedule: '"+schedule+"'", "parallelism: 1")}
	}
	zone := "a time zone in the schedule (TZ, CRON_TZ) is not allowed: remove it, and set timeZone: UTC"
	run(t, []test{
		fine("*/5 * * * *"), fine("0 22 * * 1-5"), fine("0 0 1,15 JAN-mar ?"), fine("@hourly"), fine("@every 90m"), fine("0 0 30 2 *"),
		{name: "none", text: cronJob("suspend: true", "parallelism: 1"), want: "4:1 schedule Required spec.schedule: schedule is missing: expected five fields such as 30 2 * * *, or @daily"},
		refused("61 * * * *", `minute "61": expected 0-59, also lists (1,2), ranges (1-5) and steps (*/5)`),
		refused("0 0 * * 7", `day of week "7": expected 0-6 (0 is Sunday) or sun-sat, also lists (1,2), ranges (1-5) and steps (*/5)`),
		refused("0 0 0 * *", `day of month "0": expected 1-31, also lists (1,2), ranges (1-5) and steps (*/5)`),
		refused("*/0 * * * *", `minute "*/0": a step must be 1 or more`),
		refused("H 0 * * *", `minute "H": H is for Jenkins; expected 0-59`),
		refused("0 0 L * *", `day of month "L": L, W and # are not known here; expected 1-31`),
		refused("0 0 0 * * *", "it has 6 fields, expected 5: "+five+"; there is none for seconds or the year"),
		refused("rate(5 minutes)", "it has 2 fields, expected 5: "+five),
		refused("@reboot", "Kubernetes has no @reboot"),
		refused("@Daily", "expected @yearly, @annually, @monthly, @weekly, @daily, @midnight, @hourly or @every DURATION, in lower case and nothing behind it"),
		refused("@every x", `expected @every and a duration, such as @every 90m; failed to parse duration @every x: time: invalid duration "x"`),
		{name: "a zone", text: cronJob("schedule: TZ=UTC 0 0 * * *", "parallelism: 1"), want: "5:13 schedule-time-zone Invalid spec.schedule: " + zone},
		{name: "a zone, and timeZone", text: cronJob("schedule: TZ=UTC 0 0 * * *\ntimeZone: UTC", "parallelism: 1"), want: "5:13 schedule-time-zone Invalid spec.schedule: a time zone in the schedule (TZ, CRON_TZ) is not allowed: remove it, since there is timeZone"},
		{name: "a zone, before 1.29", minor: 28, text: cronJob("schedule: TZ=UTC 0 0 * * *", "parallelism: 1"), want: "5:13 schedule-time-zone warning spec.schedule: a time zone in the schedule (TZ, CRON_TZ) is not supported, and refused since Kubernetes 1.29: remove it, and set timeZone: UTC"},
		{name: "what the parser panics on", text: cronJob("schedule: TZ=UTC", "parallelism: 1"), want: "5:13 schedule Invalid spec.schedule: schedule \"TZ=UTC\" cannot be read: expected five fields: " + five + "\n5:13 schedule-time-zone Invalid spec.schedule: " + zone},
	})
}

func TestTimeZone(t *testing.T) {
	refused := func(zone, because string) test {
		return test{name: zone, text: cronJob("schedule: '@daily'\ntimeZone: '"+zone+"'", "parallelism: 1"), want: "6:13 time-zone Invalid spec.timeZone: " + because}
	}
	run(t, []test{
		{name: "fine", text: cronJob("schedule: '@daily'\ntimeZone: America/Argentina/Buenos_Aires", "parallelism: 1")},
		refused("", "timeZone is empty: name one such as Europe/Berlin, or leave it out"),
		refused("local", "timeZone is local: name one such as Europe/Berlin"),
		refused("europe/berlin", `unknown time zone "europe/berlin": did you mean Europe/Berlin?`),
		refused("america/new york", `unknown time zone "america/new york": did you mean America/New_York?`),
		refused("utc", `unknown time zone "utc": did you mean UTC?`),
		refused("GMT+5", `unknown time zone "GMT+5": did you mean Etc/GMT+5?`),
		refused("../etc/passwd", `unknown time zone "../etc/passwd": expected a name such as Europe/Berlin or Etc/UTC`),
		refused("Mars/Olympus", `unknown time zone "Mars/Olympus": expected a name such as Europe/Berlin or Etc/UTC`),
	})
}
