package realnode

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/sys/unix"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/pki"
)

// covered are the directories that the node has for itself alone.
var covered = []string{"/run", "/var/lib", "/var/log"}

// sysctls are settings of the machine that the kubelet or the network plugin insist on writing.
// They get files to write to, and the machine stays as it is.
var sysctls = []string{
	"vm/overcommit_memory", "vm/panic_on_oom", "kernel/panic", "kernel/panic_on_oops",
	"kernel/keys/root_maxkeys", "kernel/keys/root_maxbytes", "net/ipv4/ip_forward",
}

// mountAll makes the node's view of the file system. Nothing of it is seen outside.
func mountAll(s spec) error {
	if err := mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := unix.Sethostname([]byte(pki.RealNode)); err != nil {
		return fmt.Errorf("host name: %w", err)
	}
	if err := mount("proc", "/proc", "proc", unix.MS_NOSUID|unix.MS_NODEV|unix.MS_NOEXEC, ""); err != nil {
		return err
	}
	if err := mountCgroups(s.Cgroups); err != nil {
		return err
	}
	if err := cover([]string{string(s.Dir), s.KubeDir, s.ToolsDir}); err != nil {
		return err
	}
	for _, dir := range []string{"/run/lock", "/run/netns", "/run/sysctl", "/var/lib/containerd", "/var/lib/kubelet", "/var/log/pods", "/var/log/containers"} {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("node's directory: %w", err)
		}
	}
	if err := mountRoots(s); err != nil {
		return err
	}
	return mountSysctls()
}

// cover mounts empty directories over the machine's; the paths to keep are seen through them.
func cover(keep []string) error {
	fds := map[string]int{}
	defer func() {
		for _, fd := range fds {
			_ = unix.Close(fd)
		}
	}()
	for _, path := range hidden(keep, covered) {
		fd, err := unix.Open(path, unix.O_PATH|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		fds[path] = fd
	}
	for _, dir := range covered {
		if err := os.MkdirAll(dir, 0o755); err != nil {
			return fmt.Errorf("node's directory: %w", err)
		}
		if err := mount("tmpfs", dir, "tmpfs", 0, "mode=755"); err != nil {
			return err
		}
	}
	for path, fd := range fds {
		if err := os.MkdirAll(path, 0o700); err != nil {
			return fmt.Errorf("node's directory: %w", err)
		}
		if err := mount(fmt.Sprintf("/proc/self/fd/%d", fd), path, "", unix.MS_BIND|unix.MS_REC, ""); err != nil {
			return err
		}
	}
	return nil
}

// mountRoots gives containerd and the kubelet room on disk, below the cluster's directory.
func mountRoots(s spec) error {
	containerd, kubelet := s.path("root/containerd"), s.path("root/kubelet")
	if overlayWorks(containerd) {
		if err := mount(containerd, "/var/lib/containerd", "", unix.MS_BIND, ""); err != nil {
			return err
		}
	} else if err := mount("tmpfs", "/var/lib/containerd", "tmpfs", 0, "mode=700"); err != nil {
		return err
	}
	if err := mount(kubelet, "/var/lib/kubelet", "", unix.MS_BIND, ""); err != nil {
		return err
	}
	return mount("", "/var/lib/kubelet", "", unix.MS_SHARED, "")
}

// overlayWorks reports whether layers can be laid over each other in dir: not on top of another overlay,
// as the root of a container is.
func overlayWorks(dir string) bool {
	tmp, err := os.MkdirTemp(dir, "probe-")
	if err != nil {
		return false
	}
	defer func() { _ = os.RemoveAll(tmp) }()
	for _, d := range []string{"lower", "upper", "work", "merged"} {
		if err := os.Mkdir(filepath.Join(tmp, d), 0o700); err != nil {
			return false
		}
	}
	options := fmt.Sprintf("lowerdir=%[1]s/lower,upperdir=%[1]s/upper,workdir=%[1]s/work", tmp)
	merged := filepath.Join(tmp, "merged")
	if err := mount("overlay", merged, "overlay", 0, options); err != nil {
		return false
	}
	return unix.Unmount(merged, unix.MNT_DETACH) == nil
}

// mountCgroups mounts the hierarchies again: seen from here, the node's own cgroups are their roots.
func mountCgroups(hs []hierarchy) error {
	const root = "/sys/fs/cgroup"
	if hs[0].V2 {
		if err := mount("cgroup2", root, "cgroup2", 0, ""); err != nil {
			return err
		}
		return delegate(root)
	}
	if err := mount("tmpfs", root, "tmpfs", 0, "mode=755"); err != nil {
		return err
	}
	for _, h := range hs {
		names := strings.TrimPrefix(strings.TrimPrefix(h.Option, "none,"), "name=")
		dir := filepath.Join(root, names)
		if err := os.Mkdir(dir, 0o755); err != nil {
			return fmt.Errorf("cgroup: %w", err)
		}
		if err := mount("cgroup", dir, "cgroup", 0, h.Option); err != nil {
			return err
		}
		if !strings.Contains(names, ",") {
			continue
		}
		for name := range strings.SplitSeq(names, ",") {
			if err := os.Symlink(names, filepath.Join(root, name)); err != nil {
				return fmt.Errorf("cgroup: %w", err)
			}
		}
	}
	return nil
}

func mountSysctls() error {
	for _, name := range sysctls {
		path := filepath.Join("/proc/sys", name)
		value, err := os.ReadFile(path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("sysctl: %w", err)
		}
		file := filepath.Join("/run/sysctl", strings.ReplaceAll(name, "/", "_"))
		if err := os.WriteFile(file, value, 0o600); err != nil {
			return fmt.Errorf("sysctl: %w", err)
		}
		if err := mount(file, path, "", unix.MS_BIND, ""); err != nil {
			return err
		}
	}
	return nil
}

func mount(source, target, kind string, flags uintptr, data string) error {
	if err := unix.Mount(source, target, kind, flags, data); err != nil {
		return fmt.Errorf("mounting %s %s: %w", kind, target, err)
	}
	return nil
}
