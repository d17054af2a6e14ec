package realnode

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"
)

// leaf is the cgroup for processes that are in the way: with v2, a cgroup that hands
// controllers down to its children holds no processes itself.
const leaf = "init"

func planCgroups(name string) ([]hierarchy, error) {
	self, err := os.ReadFile("/proc/self/cgroup")
	if err != nil {
		return nil, fmt.Errorf("cgroups: %w", err)
	}
	mounts, err := os.ReadFile("/proc/self/mountinfo")
	if err != nil {
		return nil, fmt.Errorf("cgroups: %w", err)
	}
	return plan(parseMemberships(string(self)), parseMounts(string(mounts)), name)
}

func makeCgroups(hs []hierarchy) error {
	for _, h := range hs {
		if h.V2 {
			if err := delegate(h.Mount); err != nil {
				return err
			}
		}
		if err := os.Mkdir(h.Dir, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
			return fmt.Errorf("cgroup: %w", err)
		}
		if err := initCpuset(h.Dir); err != nil {
			return err
		}
	}
	return nil
}

// initCpuset gives a v1 cpuset its parent's processors: a new one has none, and no process can enter it.
func initCpuset(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "cgroup.clone_children")); errors.Is(err, fs.ErrNotExist) {
		return nil // v2
	}
	for _, file := range []string{"cpuset.cpus", "cpuset.mems"} {
		value, err := os.ReadFile(filepath.Join(filepath.Dir(dir), file))
		if errors.Is(err, fs.ErrNotExist) {
			return nil // another hierarchy
		}
		if err != nil {
			return fmt.Errorf("cpuset: %w", err)
		}
		if err := os.WriteFile(filepath.Join(dir, file), value, 0); err != nil {
			return fmt.Errorf("cpuset: %w", err)
		}
	}
	return writeFile(filepath.Join(dir, "cgroup.clone_children"), "1")
}

// delegate has a v2 cgroup hand all its controllers down.
func delegate(dir string) error {
	data, err := os.ReadFile(filepath.Join(dir, "cgroup.controllers"))
	if err != nil {
		return fmt.Errorf("cgroup: %w", err)
	}
	request := enable(string(data))
	if request == "" {
		return fmt.Errorf("cgroup: %s has no controllers", dir)
	}
	control := filepath.Join(dir, "cgroup.subtree_control")
	err = writeFile(control, request)
	if errors.Is(err, syscall.EBUSY) {
		// Not the real root, but the one of a container: its processes have to move on.
		if err := evacuate(dir); err != nil {
			return err
		}
		err = writeFile(control, request)
	}
	return err
}

// enable turns a list of controllers into what subtree_control takes.
func enable(controllers string) string {
	f := strings.Fields(controllers)
	for i := range f {
		f[i] = "+" + f[i]
	}
	return strings.Join(f, " ")
}

func evacuate(dir string) error {
	to := filepath.Join(dir, leaf)
	if err := os.Mkdir(to, 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("cgroup: %w", err)
	}
	data, err := os.ReadFile(filepath.Join(dir, "cgroup.procs"))
	if err != nil {
		return fmt.Errorf("cgroup: %w", err)
	}
	for pid := range strings.FieldsSeq(string(data)) {
		if err := writeFile(filepath.Join(to, "cgroup.procs"), pid); err != nil && !errors.Is(err, syscall.ESRCH) {
			return err
		}
	}
	return nil
}

// enterCgroups moves this process; its children are born there.
func enterCgroups(hs []hierarchy) error {
	for _, h := range hs {
		if err := writeFile(filepath.Join(h.Dir, "cgroup.procs"), "0"); err != nil {
			return err
		}
	}
	return nil
}

func writeFile(path, text string) error {
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err != nil {
		return fmt.Errorf("cgroup: %w", err)
	}
	_, err = f.WriteString(text)
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("cgroup: %w", err)
	}
	return nil
}

// RemoveCgroups removes the node's cgroups. It waits for the last processes in them to end.
func RemoveCgroups(dirs []string) error {
	deadline := time.After(15 * time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for _, dir := range dirs {
		for {
			err := removeTree(dir)
			if err == nil {
				break
			}
			select {
			case <-deadline:
				return fmt.Errorf("cgroup stays: %w", err)
			case <-tick.C:
			}
		}
	}
	return nil
}

// removeTree removes cgroups from the leaves up; the files in them are not files that could be removed.
func removeTree(dir string) error {
	var found []string
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() {
			found = append(found, path)
		}
		return nil
	})
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	for _, path := range slices.Backward(found) {
		if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}
