package realnode

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"syscall"
)

const namespaces = syscall.CLONE_NEWNS | syscall.CLONE_NEWPID | syscall.CLONE_NEWUTS | syscall.CLONE_NEWIPC | syscall.CLONE_NEWCGROUP

// Enter is the node as the supervisor sees it: it enters the node's cgroups and starts the node's first process
// in new namespaces. The cgroups it is in then are the roots of the node's cgroup namespace.
// When it ends, the first process ends, and with that everything in the namespaces.
func Enter(specFile string) error {
	runtime.LockOSThread() // see namespaced
	s, err := readSpec(specFile)
	if err != nil {
		return err
	}
	if err := enterCgroups(s.Cgroups); err != nil {
		return err
	}
	cmd := namespaced(InitCommand, specFile)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	ready, err := cmd.StdinPipe()
	if err != nil {
		return fmt.Errorf("node: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return fmt.Errorf("node: %w", err)
	}
	for _, h := range s.Cgroups {
		if h.V2 { // the node's root cgroup hands controllers down, so it must be empty
			if err := evacuate(h.Dir); err != nil {
				return err
			}
		}
	}
	if err := ready.Close(); err != nil {
		return fmt.Errorf("node: %w", err)
	}
	return cmd.Wait()
}

// namespaced returns this program again, in namespaces of its own. It ends with the thread that starts it.
func namespaced(args ...string) *exec.Cmd {
	cmd := exec.Command("/proc/self/exe", args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: namespaces, Pdeathsig: syscall.SIGKILL}
	return cmd
}

// hidden returns those of the paths that are below one of the directories.
func hidden(paths, below []string) []string {
	var out []string
	for _, p := range paths {
		for _, b := range below {
			if rel, err := filepath.Rel(b, p); err == nil && filepath.IsLocal(rel) {
				out = append(out, p)
				break
			}
		}
	}
	return out
}
