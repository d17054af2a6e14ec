//go:build unix

package main

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/api/resource"
)

func memory(s string) *resource.Quantity {
	q := resource.MustParse(s)
	return &q
}

type upInfo struct {
	Name, Kubeconfig, BinDir, StateDir, Node string
	Real                                     bool
}

// TestSideBySide takes two clusters up and down, with real nodes where that is possible,
// and looks whether anything of them is left.
func TestSideBySide(t *testing.T) {
	t.Parallel()
	run := commandLine(t)
	names := []string{fmt.Sprintf("side-a-%d", os.Getpid()), fmt.Sprintf("side-b-%d", os.Getpid())}
	for _, name := range names {
		t.Cleanup(func() { _, _, _ = run("down", "--name", name) })
		stdout, stderr, err := run("up", "--name", name, "--nodes=1", "-o", "json", fmt.Sprintf("--until-pid=%d", os.Getpid()))
		if err != nil {
			t.Fatalf("up: %v: %s", err, stderr)
		}
		var info upInfo
		if err := json.Unmarshal([]byte(stdout), &info); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range names {
		if stdout, stderr, err := run("status", "--name", name); err != nil {
			t.Errorf("status: %v: %s%s", err, stdout, stderr)
		}
	}
	first, _, _ := run("kubeconfig", "--name", names[0])
	if again, stderr, err := run("up", "--name", names[0]); err != nil || again != first || !strings.Contains(stderr, "up already") {
		t.Errorf("up again: %v: %q, want %q: %s", err, again, first, stderr)
	}
	for _, name := range names {
		if _, stderr, err := run("down", "--name", name); err != nil {
			t.Errorf("down: %v: %s", err, stderr)
		}
		if left := leftovers(t, name); len(left) > 0 {
			t.Errorf("left of %s: %q", name, left)
		}
	}
}

// TestDeadComponent kills a component; status must tell, with its last lines.
func TestDeadComponent(t *testing.T) {
	t.Parallel()
	run := commandLine(t)
	name := fmt.Sprintf("dead-%d", os.Getpid())
	t.Cleanup(func() { _, _, _ = run("down", "--name", name) })
	if _, stderr, err := run("up", "--name", name, "--nodes=1", "--node=simulated", fmt.Sprintf("--until-pid=%d", os.Getpid())); err != nil {
		t.Fatalf("up: %v: %s", err, stderr)
	}
	stdout, _, err := run("status", "--name", name)
	if err != nil {
		t.Fatalf("status: %v: %s", err, stdout)
	}
	if err := syscall.Kill(pidOf(t, stdout, "kube-scheduler"), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(10 * time.Second)
	for {
		stdout, _, err = run("status", "--name", name)
		if err != nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("status does not fail")
		}
	}
	if !strings.Contains(stdout, "signal: killed") || !strings.Contains(stdout, "last lines of kube-scheduler:\n | ") {
		t.Errorf("status: %s", stdout)
	}
}

// TestKilledSupervisor takes the supervisor away: its components must go with it, and "down" cleans up.
func TestKilledSupervisor(t *testing.T) {
	t.Parallel()
	run := commandLine(t)
	name := fmt.Sprintf("killed-%d", os.Getpid())
	t.Cleanup(func() { _, _, _ = run("down", "--name", name) })
	if _, stderr, err := run("up", "--name", name, "--nodes=1", fmt.Sprintf("--until-pid=%d", os.Getpid())); err != nil {
		t.Fatalf("up: %v: %s", err, stderr)
	}
	stdout, _, err := run("status", "--name", name)
	if err != nil {
		t.Fatalf("status: %v: %s", err, stdout)
	}
	if err := syscall.Kill(pidOf(t, stdout, "supervisor"), syscall.SIGKILL); err != nil {
		t.Fatal(err)
	}
	if _, stderr, err := run("down", "--name", name); err != nil {
		t.Errorf("down: %v: %s", err, stderr)
	}
	if left := leftovers(t, name); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

// TestFailedStart gives a cluster no time: it must fail and leave nothing.
func TestFailedStart(t *testing.T) {
	t.Parallel()
	run := commandLine(t)
	name := fmt.Sprintf("late-%d", os.Getpid())
	_, stderr, err := run("up", "--name", name, "--node=simulated", "--timeout=500ms")
	if err == nil {
		t.Cleanup(func() { _, _, _ = run("down", "--name", name) })
		t.Fatal("it is up")
	}
	if !strings.Contains(stderr, "not ready within 500ms") || !strings.Contains(stderr, "\n | ") {
		t.Errorf("up: %s", stderr)
	}
	if left := leftovers(t, name); len(left) > 0 {
		t.Errorf("left: %q", left)
	}
}

func pidOf(t *testing.T, status, component string) int {
	t.Helper()
	for line := range strings.Lines(status) {
		if f := strings.Fields(line); len(f) == 3 && f[0] == component {
			pid, err := strconv.Atoi(f[2])
			if err != nil {
				t.Fatal(err)
			}
			return pid
		}
	}
	t.Fatalf("no %s in %s", component, status)
	return 0
}

// leftovers returns processes, mounts, cgroups and directories whose name or command line holds the cluster's name.
func leftovers(t *testing.T, name string) []string {
	t.Helper()
	var left []string
	cmdlines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range cmdlines {
		if data, err := os.ReadFile(path); err == nil && strings.Contains(string(data), name) && !strings.HasPrefix(path, fmt.Sprintf("/proc/%d/", os.Getpid())) {
			left = append(left, path+": "+strings.ReplaceAll(string(data), "\x00", " "))
		}
	}
	if data, err := os.ReadFile("/proc/mounts"); err == nil {
		for line := range strings.Lines(string(data)) {
			if strings.Contains(line, name) {
				left = append(left, line)
			}
		}
	}
	for _, root := range []string{"/sys/fs/cgroup", "/dev/shm", filepath.Join(os.TempDir(), fmt.Sprintf("kubectl-job-test-%d", os.Getuid()))} {
		_ = filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err == nil && d.IsDir() && strings.Contains(filepath.Base(path), name) {
				left = append(left, path)
			}
			return nil
		})
	}
	return left
}
