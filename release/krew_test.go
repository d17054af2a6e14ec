package release_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/release"
)

func template(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("../krew-manifest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func sums(version string) map[string]string {
	all := map[string]string{}
	for i, p := range release.Platforms() {
		all[p.Archive("kubectl-job", version)] = fmt.Sprintf("%064x", i+1)
	}
	return all
}

func TestManifest(t *testing.T) {
	m, err := release.ParseManifest([]byte(template(t)))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Check(release.KrewName + ".yaml"); err != nil {
		t.Error(err)
	}
	if m.Metadata.Name != release.KrewName {
		t.Errorf("the name is %q, expected %q", m.Metadata.Name, release.KrewName)
	}
	if got, want := len(m.Spec.Platforms), len(release.Platforms()); got != want {
		t.Errorf("got %d platforms, expected %d", got, want)
	}
}

func TestFillManifest(t *testing.T) {
	text, err := release.FillManifest([]byte(template(t)), "v1.2.3", sums("v1.2.3"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := release.ParseManifest(text)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range release.Platforms() {
		got := m.Spec.Platforms[i]
		uri := "https://github.com/kubectl-job/kubectl-job/releases/download/v1.2.3/" + p.Archive("kubectl-job", "v1.2.3")
		if got.URI != uri || got.SHA256 != fmt.Sprintf("%064x", i+1) || got.Selector.MatchLabels["os"] != p.OS || got.Selector.MatchLabels["arch"] != p.Arch {
			t.Errorf("platform %d: got %+v, expected %s", i, got, uri)
		}
		if windows := strings.HasSuffix(got.Bin, ".exe"); windows != (p.OS == "windows") {
			t.Errorf("%s: bin is %s", p.OS, got.Bin)
		}
	}
	if strings.Contains(string(text), "v0.0.0") || strings.Contains(string(text), strings.Repeat("0", 64)) {
		t.Errorf("something of the template is left:\n%s", text)
	}
}

func TestFillManifestWithout(t *testing.T) {
	some := sums("v1.2.3")
	delete(some, "kubectl-job_v1.2.3_darwin_arm64.tar.gz")
	if _, err := release.FillManifest([]byte(template(t)), "v1.2.3", some); err == nil || !strings.Contains(err.Error(), "there is no checksum of kubectl-job_v1.2.3_darwin_arm64.tar.gz") {
		t.Errorf("got %v", err)
	}
	if _, err := release.FillManifest([]byte(template(t)), "1.2.3", sums("1.2.3")); err == nil || !strings.Contains(err.Error(), `version is "1.2.3", expected one such as v1.2.3`) {
		t.Errorf("got %v", err)
	}
}

// Each rule of the index refuses a manifest that breaks it.
func TestCheck(t *testing.T) {
	for _, test := range []struct{ from, to, want string }{
		{"v1alpha2", "v1", "apiVersion is"},
		{"kind: Plugin", "kind: Plug", "kind is"},
		{"name: job", "name: a.b", `metadata.name is "a.b"`},
		{"name: job", "name: nul", "a device of Windows"},
		{"name: job", "name: jobs", "the file is job.yaml, expected jobs.yaml"},
		{"version: v0.0.0", "version: v1", `version is "v1"`},
		{"Run, follow,", "Run and watch and follow,", "at most 50 characters"},
		{"lint Jobs", "lint.", "full stop"},
		{"homepage: https://github.com/kubectl-job/kubectl-job", `homepage: ""`, "there is no homepage"},
		{"see what\n", "see what it is that\n", "longer than 80 characters"},
		{"uri: https", "uri: http", "platform 0: uri is"},
		{`sha256: "0`, `sha256: "`, "platform 0: sha256 is"},
		{"bin: kubectl-job\n", "bin: ''\n", "platform 0: there is no bin"},
		{"bin: kubectl-job\n", "bin: x\n    files: []\n", "platform 0: files is empty"},
		{"bin: kubectl-job\n", "bin: x\n    files: [{from: a}]\n", "platform 0: a file lacks from or to"},
		{"arch: arm64", "arch: amd64", "platform 1: linux/amd64 is that of platform 0, too"},
		{"arch: arm64", "cpu: arm64", `platform 1: the label "cpu" is neither os nor arch`},
		{"os: linux", "os: plan9", "platform 0: the selector matches no machine"},
	} {
		text := template(t)
		broken := strings.Replace(text, test.from, test.to, 1)
		if broken == text {
			t.Errorf("%q is not in the manifest", test.from)
		}
		m, err := release.ParseManifest([]byte(broken))
		if err != nil {
			t.Errorf("%s: %v", test.to, err)
			continue
		}
		if err := m.Check("job.yaml"); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: got %v, expected %q", test.to, err, test.want)
		}
	}
	if _, err := release.ParseManifest([]byte(template(t) + "status: {}\n")); err == nil || !strings.Contains(err.Error(), `unknown field "status"`) {
		t.Errorf("got %v, expected that status is unknown", err)
	}
}

// What people are told to type is what there is.
func TestNames(t *testing.T) {
	for file, want := range map[string]string{
		"../README.md":        "`kubectl krew install " + release.KrewName + "/" + release.KrewName + "`",
		"../.goreleaser.yaml": "krews:\n- name: " + release.KrewName + "\n",
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), want) {
			t.Errorf("%s: %q is not in it", file, want)
		}
	}
	if text, err := os.ReadFile("../README.md"); err != nil || !strings.Contains(string(text), "kubectl krew index add "+release.KrewName+" "+release.KrewIndex) {
		t.Errorf("README.md does not add the index %s (%v)", release.KrewIndex, err)
	}
}
