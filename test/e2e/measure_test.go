package e2e

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// measurement is what a program took.
type measurement struct {
	took, cpu time.Duration
	bytes     int64   // of output
	memory    float64 // most, in MiB
}

// measuring is the first argument of this binary when it runs another program to measure it. The peak of memory that the kernel
// keeps of a program is at least that of the process that started it: one that has filled a cluster is too large.
const measuring = "measure-a-program"

// measured runs a command that has to succeed.
func measured(b *testing.B, cmd *exec.Cmd) measurement {
	b.Helper()
	self, err := os.Executable()
	if err != nil {
		b.Fatal(err)
	}
	read, write, err := os.Pipe()
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = read.Close() }()
	runner := exec.CommandContext(b.Context(), self, append([]string{measuring, cmd.Path}, cmd.Args[1:]...)...)
	runner.Env, runner.Stderr, runner.ExtraFiles = cmd.Env, cmd.Stderr, []*os.File{write}
	out, err := runner.StdoutPipe()
	if err != nil {
		b.Fatal(err)
	}
	if err := runner.Start(); err != nil {
		b.Fatal(err)
	}
	_ = write.Close() // the runner has it
	n, err := io.Copy(io.Discard, out)
	if err != nil {
		b.Fatal(err)
	}
	var u used
	decoded := json.NewDecoder(read).Decode(&u)
	if err := errors.Join(runner.Wait(), decoded); err != nil {
		b.Fatalf("%v: %v", cmd.Args, err)
	}
	return measurement{u.Took, u.CPU, n, float64(u.KiB) / 1024}
}

// used is what the runner tells.
type used struct {
	Took, CPU time.Duration
	KiB       int64 // of memory, at most
}

// measureProgram is the runner: it tells on file 3 what the program took, and ends as that does.
func measureProgram(args []string) int {
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	began := time.Now()
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	usage, ok := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	if !ok {
		return 1
	}
	u := used{time.Since(began), cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime(), usage.Maxrss}
	if err := json.NewEncoder(os.NewFile(3, "result")).Encode(u); err != nil {
		return 1
	}
	return 0
}
