package schema

import (
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// Each field of Job by version, as the API server treats it: unknown, dropped, or taken.
func TestFieldsByVersion(t *testing.T) {
	const unknown, drops, takes = "error not-yet", "warning dropped", ""
	for _, tt := range []struct {
		field string
		from  map[int]string // since that minor version
	}{
		{"ttlSecondsAfterFinished: 1", map[int]string{25: takes}},
		{"completionMode: Indexed", map[int]string{25: takes}},
		{"suspend: true", map[int]string{25: takes}},
		{"podFailurePolicy: {rules: []}", map[int]string{25: drops, 26: takes}},
		{"backoffLimitPerIndex: 1", map[int]string{25: unknown, 28: drops, 29: takes}},
		{"maxFailedIndexes: 1", map[int]string{25: unknown, 28: drops, 29: takes}},
		{"podReplacementPolicy: Failed", map[int]string{25: unknown, 28: drops, 29: takes}},
		{"successPolicy: {rules: []}", map[int]string{25: unknown, 30: drops, 31: takes}},
		{"managedBy: example.com/me", map[int]string{25: unknown, 30: drops, 32: takes}},
		{"scheduling: {}", map[int]string{25: unknown, 37: drops}},
	} {
		want := ""
		for m := Oldest.Minor; m <= Newest.Minor; m++ {
			if now, ok := tt.from[m]; ok {
				want = now
			}
			for kind, text := range map[string]string{"Job": job(tt.field, "", ""), "CronJob": cronJob("", tt.field)} {
				got := check(t, text, minor(m))
				if want == "" && got != "" || want != "" && (strings.Count(got, "\n") != 1 || !strings.Contains(got, want)) {
					t.Errorf("%s, %s in 1.%d: got %q, want %q", tt.field, kind, m, got, want)
				}
			}
		}
	}
	// 1.24 dropped it.
	if got := check(t, cronJob("timeZone: Etc/UTC", ""), "1.25"); got != "" {
		t.Error(got)
	}
}

func TestVersionMessages(t *testing.T) {
	for _, tt := range []struct{ version, text, want string }{
		{
			"1.28", job("successPolicy: {rules: []}", "", ""),
			"6:3-6:16 error not-yet spec.successPolicy: successPolicy exists since Kubernetes 1.30; 1.28 refuses it as an unknown field",
		},
		{
			"1.31", job("", "resourceClaims:\n- name: a\n  source: {}", ""),
			"9:7-9:21 warning dropped spec.template.spec.resourceClaims: Kubernetes 1.31 removes resourceClaims without a word: " +
				"feature gate DynamicResourceAllocation is off; on by default since 1.34\n" +
				"11:9-11:15 error removed spec.template.spec.resourceClaims[0].source: source existed up to Kubernetes 1.30; 1.31 refuses it as an unknown field",
		},
		{
			"1.28", job("backoffLimitPerIndex: 1", "", ""),
			"6:3-6:23 warning dropped spec.backoffLimitPerIndex: Kubernetes 1.28 removes backoffLimitPerIndex without a word: " +
				"feature gate JobBackoffLimitPerIndex is off; on by default since 1.29",
		},
		{
			"1.31", cronJob("", "managedBy: example.com/me"),
			"9:7-9:16 warning dropped spec.jobTemplate.spec.managedBy: Kubernetes 1.31 keeps this in the CronJob, but its Jobs lose managedBy without a word: " +
				"feature gate JobManagedBy is off; on by default since 1.32",
		},
		{
			"1.37", cronJob("", "scheduling: {}"),
			"9:7-9:17 warning dropped spec.jobTemplate.spec.scheduling: Kubernetes 1.37 removes scheduling without a word: " +
				"feature gate WorkloadWithJob is off; alpha up to 1.37",
		},
		{
			"1.28", job("podFailurePolicy:\n  rules:\n  - action: FailIndex\n  - action: Ignore", "", ""),
			"8:7-8:13 warning dropped spec.podFailurePolicy.rules[0].action: Kubernetes 1.28 removes the whole rule with action FailIndex without a word: " +
				"feature gate JobBackoffLimitPerIndex is off; on by default since 1.29",
		},
		{
			"1.26", job("", "hostUsers: false", ""),
			"9:7-9:16 warning dropped spec.template.spec.hostUsers: Kubernetes 1.26 removes hostUsers without a word: " +
				"feature gate UserNamespacesStatelessPodsSupport is off; on by default since 1.33",
		},
		{
			"1.35", job("", "workloadRef: {name: a, podGroup: b}", ""),
			"9:7-9:18 warning dropped spec.template.spec.workloadRef: Kubernetes 1.35 removes workloadRef without a word: " +
				"feature gate GenericWorkload is off; the field is gone since 1.36",
		},
		// What is dropped depends on the place and the value.
		{"1.29", job("", "initContainers: [{name: a, restartPolicy: Always}]", ""), ""},
		{"1.34", job("", "initContainers: [{name: a, restartPolicy: Always}]", ""), ""},
		{
			"1.34", job("", "initContainers: [{name: a, restartPolicy: Never}]", "restartPolicy: Always"),
			"9:34-9:47 warning dropped spec.template.spec.initContainers[0].restartPolicy: Kubernetes 1.34 removes restartPolicy without a word: " +
				"feature gate ContainerRestartRules is off; on by default since 1.35\n" +
				"13:9-13:22 warning dropped spec.template.spec.containers[0].restartPolicy: Kubernetes 1.34 removes restartPolicy without a word: " +
				"feature gate ContainerRestartRules is off; on by default since 1.35",
		},
		{"1.30", job("managedBy: null", "", ""), ""},
		{"1.32", job("", "", "securityContext: {procMount: Default}"), ""},
		// The type of a field may change with the version: only the newer one has a namespace.
		{"1.26", job("", "volumes: [{name: v, ephemeral: {volumeClaimTemplate: {spec: {dataSourceRef: {namespace: a}}}}}]", ""), ""},
		{
			"1.25", job("", "volumes: [{name: v, ephemeral: {volumeClaimTemplate: {spec: {dataSourceRef: {namespace: a}}}}}]", ""),
			"9:84-9:93 error not-yet spec.template.spec.volumes[0].ephemeral.volumeClaimTemplate.spec.dataSourceRef.namespace: " +
				"namespace exists since Kubernetes 1.26; 1.25 refuses it as an unknown field",
		},
	} {
		want := tt.want
		if want != "" {
			want += "\n"
		}
		if got := check(t, tt.text, tt.version); got != want {
			t.Errorf("%s: got\n%swant\n%s%s", tt.version, got, want, tt.text)
		}
	}
}

// A version out of range means the nearest one.
func TestVersionOutOfRange(t *testing.T) {
	doc := manifest.Parse("", []byte(job("successPolicy: {rules: []}", "", "")), manifest.Limits{})[0]
	if p := Check(doc.Root, Version{1, 20}); len(p) != 1 || p[0].Rule != RuleNotYet {
		t.Error(p)
	}
	if p := Check(doc.Root, Version{1, 99}); len(p) != 0 {
		t.Error(p)
	}
}
