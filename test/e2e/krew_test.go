package e2e

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// envDist is a folder with the archives of a release. Without it, the plugin under test is put into one.
const envDist = "KUBECTL_JOB_TEST_DIST"

// krewName is the plugin's name in krew-manifest.yaml.
const krewName = "job"

// krew installs the archive for this machine, as it would after a release, and real kubectl runs what it installed.
func TestKrew(t *testing.T) {
	cluster := testcluster.Shared(t)
	manifest, archive, version := packed(t)
	krew := filepath.Join(t.TempDir(), "krew")
	env := append(os.Environ(),
		"KREW_ROOT="+krew, "KREW_NO_UPGRADE_CHECK=1", "KUBECONFIG="+cluster.Kubeconfig,
		"PATH="+strings.Join([]string{filepath.Join(krew, "bin"), cluster.BinDir, os.Getenv("PATH")}, string(os.PathListSeparator)))
	must := func(name string, args ...string) string {
		t.Helper()
		cmd := exec.Command(name, args...)
		cmd.Env = env
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("%s %s: %v\n%s", filepath.Base(name), strings.Join(args, " "), err, out)
		}
		return string(out)
	}
	tool := strings.TrimSpace(output(t, filepath.Join("..", "..", "hack", "tool"), "--path", "krew"))
	must(tool, "install", "--manifest="+manifest, "--archive="+archive)
	licences, err := filepath.Glob(filepath.Join(krew, "store", krewName, "*", "LICENSE"))
	if err != nil || len(licences) != 1 {
		t.Errorf("got licences %v (%v), expected one", licences, err)
	}
	kubectl := filepath.Join(cluster.BinDir, "kubectl")
	said := must(kubectl, "job", "version")
	if !strings.HasPrefix(said, "kubectl job "+version+" ") || !strings.Contains(said, "the version that the tests run against") {
		t.Errorf("kubectl job version says\n%s", said)
	}
	must(kubectl, "job", "completion", "install")
	if offered := must(kubectl, "__complete", "job", "wat"); !strings.Contains(offered, "\nwatch\t") {
		t.Errorf("kubectl job wat<TAB> offers\n%s", offered)
	}
}

// packed is a manifest and the archive for this machine that it describes.
func packed(t *testing.T) (manifest, archive, version string) {
	t.Helper()
	dist := os.Getenv(envDist)
	version = "dev"
	if dist == "" {
		dist = t.TempDir()
		pack(t, dist)
	} else {
		text, err := os.ReadFile(filepath.Join(dist, krewName+".yaml"))
		if err != nil {
			t.Fatal(err)
		}
		_, rest, _ := strings.Cut(string(text), "\n  version: ")
		version, _, _ = strings.Cut(rest, "\n")
	}
	found, err := filepath.Glob(filepath.Join(dist, fmt.Sprintf("kubectl-job_v*_%s_%s.tar.gz", runtime.GOOS, runtime.GOARCH)))
	if err != nil || len(found) != 1 {
		t.Fatalf("archives for this machine in %s: %v (%v), expected one", dist, found, err)
	}
	return filepath.Join(dist, krewName+".yaml"), found[0], version
}

// pack makes an archive of the plugin under test, and a manifest that names it.
func pack(t *testing.T, dist string) {
	t.Helper()
	const version = "v0.0.1"
	root := filepath.Join("..", "..")
	archive := filepath.Join(dist, fmt.Sprintf("kubectl-job_%s_%s_%s.tar.gz", version, runtime.GOOS, runtime.GOARCH))
	sum := archiveOf(t, archive, filepath.Join(pluginDir, "kubectl-job"), filepath.Join(root, "LICENSE"))
	var sums strings.Builder
	for _, platform := range []string{"linux_amd64.tar.gz", "linux_arm64.tar.gz", "darwin_amd64.tar.gz", "darwin_arm64.tar.gz", "windows_amd64.zip", "windows_arm64.zip"} {
		name := "kubectl-job_" + version + "_" + platform
		if name == filepath.Base(archive) {
			fmt.Fprintf(&sums, "%s  %s\n", sum, name)
		} else {
			fmt.Fprintf(&sums, "%064x  %s\n", 1, name) // of archives that nobody installs here
		}
	}
	list := filepath.Join(dist, "checksums.txt")
	writeFile(t, list, sums.String())
	writeFile(t, filepath.Join(dist, krewName+".yaml"), output(t, "go", "-C", root, "run", "./release/krew", version, list))
}

// archiveOf puts files into an archive, and returns its checksum.
func archiveOf(t *testing.T, path string, files ...string) string {
	t.Helper()
	sum := sha256.New()
	out, err := os.Create(path)
	check(t, err)
	zip := gzip.NewWriter(io.MultiWriter(out, sum))
	w := tar.NewWriter(zip)
	for _, file := range files {
		text, err := os.ReadFile(file)
		check(t, err)
		check(t, w.WriteHeader(&tar.Header{Name: filepath.Base(file), Mode: 0o755, Size: int64(len(text))}))
		_, err = w.Write(text)
		check(t, err)
	}
	check(t, w.Close())
	check(t, zip.Close())
	check(t, out.Close())
	return hex.EncodeToString(sum.Sum(nil))
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	check(t, os.WriteFile(path, []byte(text), 0o600))
}

// output is what a program writes to standard output.
func output(t *testing.T, name string, args ...string) string {
	t.Helper()
	cmd := exec.Command(name, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s %s: %v", name, strings.Join(args, " "), err)
	}
	return string(out)
}
