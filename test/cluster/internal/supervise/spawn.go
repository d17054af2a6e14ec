//go:build unix

package supervise

import (
	"os/exec"
	"runtime"
)

// spawner starts processes from one operating-system thread that lives as long as the supervisor:
// the kernel's parent-death signal is sent when the thread ends that has started the process,
// not when the process ends that the thread belongs to.
type spawner struct {
	requests chan spawnRequest
}

type spawnRequest struct {
	cmd    *exec.Cmd
	result chan error
}

func newSpawner() *spawner {
	s := &spawner{requests: make(chan spawnRequest)}
	go func() {
		runtime.LockOSThread()
		for r := range s.requests {
			r.result <- r.cmd.Start()
		}
	}()
	return s
}

func (s *spawner) start(cmd *exec.Cmd) error {
	dieWithParent(cmd)
	r := spawnRequest{cmd: cmd, result: make(chan error, 1)}
	s.requests <- r
	return <-r.result
}
