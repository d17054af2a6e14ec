package proc

import (
	"os"
	"os/exec"
	"runtime"
	"testing"
)

func TestIdentity(t *testing.T) {
	if !Identify(os.Getpid()).Alive() {
		t.Error("this process does not live")
	}
	if runtime.GOOS == "linux" {
		other := Identity{PID: os.Getpid(), Start: "1"}
		if other.Alive() {
			t.Error("another process with this PID lives")
		}
	}
	cmd := exec.Command("sleep", "60")
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	id := Identify(cmd.Process.Pid)
	if !id.Alive() {
		t.Error("child does not live")
	}
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	if err := id.Wait(t.Context()); err != nil { // as long as nobody waits for it, it is a zombie
		t.Error(err)
	}
	_ = cmd.Wait()
}
