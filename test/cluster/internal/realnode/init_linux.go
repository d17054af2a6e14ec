package realnode

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"time"

	"golang.org/x/sys/unix"

	"github.com/kubectl-job/kubectl-job/test/cluster/internal/pki"
)

// Init is the first process of the node: it makes the mounts, starts containerd and the kubelet,
// and buries the dead. It ends when one of the two ends.
func Init(specFile string) error {
	// The parent closes the pipe when it has moved out of the way.
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return fmt.Errorf("node: %w", err)
	}
	s, err := readSpec(specFile)
	if err != nil {
		return err
	}
	if err := mountAll(s); err != nil {
		return err
	}
	if err := os.Setenv("PATH", s.ToolsDir+":/usr/sbin:/usr/bin:/sbin:/bin"); err != nil {
		return fmt.Errorf("node: %w", err)
	}
	containerd, err := daemon(s, s.tool("containerd"), "containerd", "--config", s.path("containerd.toml"))
	if err != nil {
		return err
	}
	if err := waitContainerd(s); err != nil {
		return err
	}
	kubelet, err := daemon(s, s.KubeDir+"/kubelet", "kubelet",
		"--config="+s.path("kubelet.yaml"), "--kubeconfig="+s.Dir.Client("kubelet"),
		"--hostname-override="+pki.RealNode, "--cloud-provider=external", "--node-labels=type=real")
	if err != nil {
		return err
	}
	return bury(s, map[int]string{containerd: "containerd", kubelet: "kubelet"})
}

// daemon starts a process and returns its PID; bury waits for it.
func daemon(s spec, exe, name string, args ...string) (int, error) {
	out, err := os.OpenFile(s.Dir.Log(name), os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	defer func() { _ = out.Close() }()
	null, err := os.Open(os.DevNull)
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	defer func() { _ = null.Close() }()
	p, err := os.StartProcess(exe, append([]string{exe}, args...), &os.ProcAttr{Files: []*os.File{null, out, out}})
	if err != nil {
		return 0, fmt.Errorf("%s: %w", name, err)
	}
	return p.Pid, nil
}

// waitContainerd returns when containerd answers.
func waitContainerd(s spec) error {
	deadline := time.After(time.Minute)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		out, err := exec.Command(s.tool("ctr"), "version").CombinedOutput()
		if err == nil {
			return nil
		}
		select {
		case <-deadline:
			return fmt.Errorf("containerd does not answer: %w: %s%s", err, out, lastWords(s, "containerd"))
		case <-tick.C:
		}
	}
}

// bury waits for children, also for those that have lost their parents, until one of the daemons ends.
func bury(s spec, daemons map[int]string) error {
	for {
		var status unix.WaitStatus
		pid, err := unix.Wait4(-1, &status, 0, nil)
		if errors.Is(err, unix.EINTR) {
			continue
		}
		if err != nil {
			return fmt.Errorf("node: %w", err)
		}
		if name, ok := daemons[pid]; ok {
			return fmt.Errorf("%s ended (exit code %d, signal %d):\n%s", name, status.ExitStatus(), status.Signal(), lastWords(s, name))
		}
	}
}

func lastWords(s spec, name string) string {
	const length = 3000
	data, err := os.ReadFile(s.Dir.Log(name))
	if err != nil {
		return ""
	}
	return string(data[max(0, len(data)-length):])
}
