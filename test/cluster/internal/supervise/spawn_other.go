//go:build unix && !linux

package supervise

import (
	"os/exec"
	"syscall"
)

// dieWithParent puts the process into a group of its own. Other systems know no parent-death signal:
// if the supervisor is killed the hard way, its components stay.
func dieWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
}
