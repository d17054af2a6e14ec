package realnode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"time"

	"golang.org/x/sys/unix"
)

// Possible returns nil if this machine can have a real node, or the reason why not.
func Possible(ctx context.Context) error {
	if os.Geteuid() != 0 {
		return errors.New("not root")
	}
	if runtime.GOARCH != "amd64" && runtime.GOARCH != "arm64" {
		return fmt.Errorf("not on %s", runtime.GOARCH)
	}
	for _, tool := range []string{"apt-get", "apt-cache", "dpkg-deb"} {
		if _, err := exec.LookPath(tool); err != nil {
			return fmt.Errorf("no %s: containers' images are made from Debian packages", tool)
		}
	}
	if _, err := planCgroups("probe"); err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	return probe(ctx)
}

// probe tries the namespaces and the mounts that a node is made of.
func probe(ctx context.Context) error {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	cmd := exec.CommandContext(ctx, "/proc/self/exe", ProbeCommand)
	cmd.SysProcAttr = namespaced().SysProcAttr
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("namespaces cannot be used: %w %s", err, strings.TrimSpace(out.String()))
	}
	return nil
}

// Probe is what probe runs inside of the namespaces.
func Probe() error {
	if err := mount("", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		return err
	}
	if err := mount("proc", "/proc", "proc", 0, ""); err != nil {
		return err
	}
	return mount("tmpfs", "/run", "tmpfs", 0, "")
}
