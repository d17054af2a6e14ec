package supervise

import (
	"os/exec"
	"syscall"
)

// dieWithParent has the kernel kill the process when the supervisor ends, however it ends.
func dieWithParent(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
}
