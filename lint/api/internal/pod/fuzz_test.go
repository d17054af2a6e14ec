package pod

import (
	"fmt"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/lint/internal/field"
	"github.com/kubectl-job/kubectl-job/lint/manifest"
	"github.com/kubectl-job/kubectl-job/lint/schema"
)

// FuzzTemplate looks for templates that make the checks panic, or report a problem that has no rule, path or message.
func FuzzTemplate(f *testing.F) {
	f.Add("volumes: [{name: a, projected: {sources: [null, {clusterTrustBundle: {}}, {podCertificate: 5}]}}, null, 7]", uint8(37))
	f.Add("affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{matchLabelKeys: [a, 1, null]}]}}", uint8(30))
	f.Add("securityContext: {sysctls: [{name: .}, {name: /}], windowsOptions: {runAsUserName: '\\'}}", uint8(29))
	f.Add("dnsConfig: {nameservers: ['', ':', '.', '::', '0:0'], searches: ['.', '']}\nhostAliases: [{ip: '0.'}]", uint8(25))
	f.Add("resources: {limits: {hugepages-: 1, hugepages-0: 1, '': x}}\noverhead: {cpu: null}", uint8(37))
	f.Add("volumes: [{iscsi: {iqn: 'iqn:', initiatorName: eui}}, {quobyte: {registry: '[', volume: x}}]", uint8(37))
	f.Add("containers: [null, {ports: [null, {hostPort: a}], env: [{valueFrom: {fileKeyRef: {}}}], livenessProbe: {tcpSocket: {port: x}}}]", uint8(37))
	f.Add("initContainers: [{restartPolicyRules: [null], volumeMounts: [{}], volumeDevices: [null], lifecycle: {stopSignal: 1}}]", uint8(35))
	f.Add("ephemeralContainers: [null, {image: ' ', resources: {claims: [null]}, resizePolicy: [{}]}]", uint8(26))
	f.Fuzz(func(t *testing.T, spec string, minor uint8) {
		docs := manifest.Parse("", []byte("spec:\n"+indent(spec, 2)), manifest.Limits{})
		if len(docs) == 0 {
			return
		}
		c := field.NewChecker(schema.Version{Major: 1, Minor: int(minor)}, nil)
		template := c.Root(docs[0].Root)
		Check(template)
		Warn(template)
		for _, p := range c.Problems() {
			if p.Rule == "" || p.Path == "" || p.Message == "" || strings.Contains(p.Message, "%!") {
				t.Errorf("incomplete: %+v", p)
			}
		}
	})
}

// TestManyItems goes through lists that are long enough for a check in quadratic time not to come to its end.
func TestManyItems(t *testing.T) {
	const many = 100_000
	for name, item := range map[string]string{
		"volumes":                   "{name: v%d, secret: {secretName: s}}",
		"tolerations":               "{key: a, operator: Exists}",
		"hostAliases":               "{ip: 1.2.3.4, hostnames: [a%d]}",
		"schedulingGates":           "{name: a%d}",
		"imagePullSecrets":          "{name: a%d}",
		"resourceClaims":            "{name: a%d, resourceClaimName: a}",
		"topologySpreadConstraints": "{maxSkew: 1, topologyKey: a%d, whenUnsatisfiable: DoNotSchedule, labelSelector: {}}",
	} {
		t.Run(name, func(t *testing.T) {
			for _, p := range templateOf(t, "  "+name+":\n"+items(many, "  - "+item)) {
				if p.Severity == schema.Error {
					t.Fatalf("got %+v, expected no error", p)
				}
			}
		})
	}
	t.Run("files of a volume", func(t *testing.T) {
		spec := "  volumes:\n  - name: a\n    configMap:\n      name: b\n      items:\n" + items(many, "      - {key: a, path: d%d/e}") +
			"      - {key: a, path: d7}\n"
		problems := templateOf(t, spec)
		if len(problems) != 1 || problems[0].Rule != ruleOverlappingFiles {
			t.Errorf("got %+v, expected that two files overlap", problems)
		}
	})
	t.Run("a path of many parts", func(t *testing.T) {
		path := strings.Repeat("a/", many)
		spec := "  volumes: [{name: a, secret: {secretName: s, items: [{key: a, path: " + path + "b}, {key: a, path: " + path + "c}]}}]\n"
		if problems := templateOf(t, spec); len(problems) > 0 {
			t.Errorf("got %+v, expected no problem", problems[0])
		}
	})
	t.Run("resources", func(t *testing.T) {
		limits := items(many, "      hugepages-%dMi: 0")
		spec := "  resources:\n    limits:\n      cpu: 1\n" + limits +
			"  containers:\n  - name: a\n    image: b\n    resources:\n     limits:\n      cpu: 2\n" + limits
		problems := templateOf(t, spec)
		if len(problems) != 3 || problems[0].Rule != ruleResources || problems[2].Rule != rulePodResources {
			t.Errorf("got %+v, expected hugepages-0Mi twice and the cpu of the container", problems)
		}
	})
}

// TestManyOfContainers is TestManyItems for what is in containers.
func TestManyOfContainers(t *testing.T) {
	const many = 100_000
	head := "  containers:\n  - name: a\n    image: b\n"
	for name, spec := range map[string]string{
		"containers": "  resourceClaims:\n" + items(many, "  - {name: c%d, resourceClaimName: a}") +
			"  containers:\n" + items(many, "  - {name: a%d, image: b, resources: {claims: [{name: c%[1]d}]}}"),
		"init containers": "  initContainers:\n" + items(many, "  - {name: a%d, image: b, restartPolicy: Always}"),
		"ports":           head + "    ports:\n" + items(many, "    - {containerPort: 80, hostPort: 80, hostIP: a%d}"),
		"volumes": "  volumes:\n" + items(many, "  - {name: v%d, emptyDir: {}}") +
			head + "    volumeMounts:\n" + items(many/2, "    - {name: v%d, mountPath: /%[1]d}") +
			"    env:\n" + items(many/2, "    - {name: a%d, valueFrom: {fileKeyRef: {volumeName: v%[1]d, path: a, key: b}}}"),
		"long amounts": head + "    resources:\n      requests: {memory: 1e2147483647}\n      limits: {memory: 1e2147483647, ephemeral-storage: " +
			strings.Repeat("9", many) + "Ei}\n",
	} {
		t.Run(name, func(t *testing.T) {
			if problems := templateOf(t, spec); len(problems) > 0 {
				t.Errorf("got %+v, expected no problem", problems[0])
			}
		})
	}
	t.Run("ports that clash", func(t *testing.T) {
		problems := templateOf(t, head+"    ports:\n"+items(many, "    - {containerPort: 80}"))
		if len(problems) == 0 || problems[0].Rule != ruleDuplicatePorts {
			t.Errorf("got %+v, expected that the ports are the same", problems)
		}
	})
}

// items repeats a line, numbered if it has a place for the number.
func items(n int, line string) string {
	var b strings.Builder
	for i := range n {
		if strings.Contains(line, "%d") {
			fmt.Fprintf(&b, line+"\n", i)
		} else {
			b.WriteString(line + "\n")
		}
	}
	return b.String()
}

func templateOf(t *testing.T, spec string) []field.Problem {
	t.Helper()
	if !strings.Contains(spec, "  containers:") {
		spec += "  containers: [{name: a, image: b}]\n"
	}
	docs := manifest.Parse("", []byte("spec:\n"+spec), manifest.Limits{})
	if len(docs) != 1 || docs[0].Fatal() != nil {
		t.Fatal("the template cannot be read")
	}
	c := field.NewChecker(schema.Newest, nil)
	template := c.Root(docs[0].Root).As("spec.template")
	Check(template)
	Warn(template)
	return c.Problems()
}
