// Package e2e drives the built plugin against a real control plane: one script a subject, one
// namespace a script. Scripts are named after what they show; those of a row of the Jobs chapter
// carry its number.
package e2e

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"k8s.io/client-go/tools/clientcmd"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// pluginDir holds the plugin under test; it goes first on the scripts' PATH.
var pluginDir string

func TestMain(m *testing.M) {
	if len(os.Args) > 2 && os.Args[1] == measuring {
		os.Exit(measureProgram(os.Args[2:]))
	}
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "kubectl-job-e2e-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(dir) }()
		build := exec.Command("go", "-C", filepath.Join("..", ".."), "build", "-trimpath", "-ldflags=-s -w", "-o", dir, "./cmd/kubectl-job")
		build.Env = append(os.Environ(), "CGO_ENABLED=0") // as it is released
		build.Stdout, build.Stderr = os.Stderr, os.Stderr
		if err := build.Run(); err != nil {
			fmt.Fprintln(os.Stderr, "build the plugin:", err)
			return 1
		}
		pluginDir = dir
		return m.Run()
	}())
}

func TestScripts(t *testing.T) {
	scripts, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(scripts) == 0 {
		t.Fatalf("no scripts: %v", err)
	}
	cluster := testcluster.Shared(t)
	t.Logf("real node: %v", cluster.Real)
	root, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range scripts {
		t.Run(filepath.Base(script), func(t *testing.T) {
			t.Parallel()
			namespace := cluster.Namespace(t)
			home := t.TempDir()
			kubeconfig := inNamespace(t, cluster.Kubeconfig, namespace, filepath.Join(home, "config"))
			testscript.Run(t, testscript.Params{
				Files:    []string{script},
				Deadline: time.Now().Add(20 * time.Minute), // the wait for a turn counts
				Cmds:     commands(t, cluster, namespace),
				Condition: func(name string) (bool, error) {
					switch name {
					case "real":
						return cluster.Real, nil
					case "mounts": // a script may mount a disk of its own
						return exec.CommandContext(t.Context(), "unshare", "--map-root-user", "--mount", "mount", "-t", "tmpfs", "none", os.TempDir()).Run() == nil, nil
					default:
						return false, fmt.Errorf("unknown condition %q", name)
					}
				},
				Setup: func(e *testscript.Env) error {
					e.Setenv("HOME", home)
					e.Setenv("KUBECONFIG", kubeconfig)
					e.Setenv("NS", namespace)
					e.Setenv("PLUGIN", filepath.Join(pluginDir, "kubectl-job"))
					e.Setenv("SEED", filepath.Join(root, "testdata", "seed"))
					e.Setenv("PATH", pluginDir+string(os.PathListSeparator)+cluster.BinDir+string(os.PathListSeparator)+os.Getenv("PATH"))
					return nil
				},
			})
		})
	}
}

// inNamespace copies a kubeconfig with another default namespace.
func inNamespace(t testing.TB, from, namespace, to string) string {
	t.Helper()
	config, err := clientcmd.LoadFromFile(from)
	if err != nil {
		t.Fatal(err)
	}
	config.Contexts[config.CurrentContext].Namespace = namespace
	if err := clientcmd.WriteToFile(*config, to); err != nil {
		t.Fatal(err)
	}
	return to
}
