package e2e

import (
	"archive/tar"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// cleanup --archive is killed again and again: each Job is alive, or whole in the archive.
func TestArchiveSurvivesKill(t *testing.T) {
	t.Parallel()
	for _, form := range []string{"kept", "kept.tar.gz"} {
		t.Run(form, func(t *testing.T) {
			t.Parallel()
			cluster := testcluster.Shared(t)
			namespace := cluster.Namespace(t)
			const jobs, kills = 200, 5
			client := cluster.Client(t).BatchV1().Jobs(namespace)
			var names []string
			for i := range jobs {
				j := hanging(fmt.Sprintf("done-%03d", i))
				j.Spec.Template.Annotations = map[string]string{"sim.test/logs": "a word of " + j.Name}
				names = append(names, j.Name)
				if _, err := client.Create(t.Context(), j, metav1.CreateOptions{}); err != nil {
					t.Fatal(err)
				}
			}
			waitFor(t, func() bool {
				list, err := client.List(t.Context(), metav1.ListOptions{FieldSelector: "status.successful=1"})
				return err == nil && len(list.Items) == jobs
			})
			path := filepath.Join(t.TempDir(), form)
			start := func() *exec.Cmd {
				cmd := exec.CommandContext(t.Context(), filepath.Join(pluginDir, "kubectl-job"), "--kubeconfig="+cluster.Kubeconfig, "-n", namespace, "cleanup", "--yes", "--archive="+path)
				cmd.Stderr = os.Stderr
				if err := cmd.Start(); err != nil {
					t.Fatal(err)
				}
				return cmd
			}
			check := func() (alive int) {
				there, kept := jobNames(t, cluster, namespace), wholeJobs(t, path)
				for _, name := range names {
					if !slices.Contains(there, name) && !kept[name] {
						t.Errorf("%s is neither alive nor whole in the archive", name)
					}
				}
				return len(there)
			}
			for i := range kills {
				cmd := start()
				waitFor(t, func() bool { return len(jobNames(t, cluster, namespace)) < jobs-20*(i+1) })
				_ = cmd.Process.Kill() // it may have ended
				_ = cmd.Wait()
				if alive := check(); i == 0 && alive == 0 {
					t.Error("it was not killed in the middle: all are gone")
				}
			}
			if err := start().Wait(); err != nil {
				t.Fatal(err)
			}
			if alive := check(); alive > 0 {
				t.Errorf("%d Jobs are left", alive)
			}
			out, err := exec.CommandContext(t.Context(), filepath.Join(pluginDir, "kubectl-job"), "cleanup", "show", path).Output()
			if n := strings.Count(string(out), " yes\n"); err != nil || n != jobs {
				t.Errorf("%d Jobs are shown as whole, %v", n, err)
			}
		})
	}
}

// wholeJobs reads an archive, not with the plugin's own code, and returns the Jobs of which everything is there.
func wholeJobs(t *testing.T, path string) map[string]bool {
	t.Helper()
	files := map[string][]byte{}
	if strings.HasSuffix(path, ".tar.gz") {
		readTar(t, path, files)
	} else {
		readFolder(t, path, files)
	}
	whole := map[string]bool{}
	for name, text := range files {
		folder, ok := strings.CutSuffix(name, "/entry.json")
		if !ok || strings.Contains(name, ".partial-") {
			continue
		}
		var entry struct {
			Name  string
			Files []struct {
				Name, SHA256 string
				Size         int
			}
		}
		if err := json.Unmarshal(text, &entry); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		good, logged := true, false
		for _, f := range entry.Files {
			content := files[folder+"/"+f.Name]
			sum := sha256.Sum256(content)
			good = good && len(content) == f.Size && hex.EncodeToString(sum[:]) == f.SHA256
			logged = logged || strings.HasSuffix(f.Name, ".log") && strings.HasSuffix(string(content), " a word of "+entry.Name+"\n")
		}
		if !good || !logged || files[folder+"/job.yaml"] == nil {
			t.Errorf("%s is in the archive, but not whole: %s", entry.Name, text)
			continue
		}
		whole[entry.Name] = true
	}
	return whole
}

func readTar(t *testing.T, path string, files map[string][]byte) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	packed, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	in := tar.NewReader(packed)
	for {
		h, err := in.Next()
		var text []byte
		if err == nil {
			text, err = io.ReadAll(in)
		}
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) { // cut off by the kill
				t.Error(err)
			}
			return
		}
		files[h.Name] = text
	}
}

func readFolder(t *testing.T, path string, files map[string][]byte) {
	t.Helper()
	err := filepath.WalkDir(path, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(name)
		files[filepath.ToSlash(name)] = text
		return err
	})
	if err != nil {
		t.Error(err)
	}
}
