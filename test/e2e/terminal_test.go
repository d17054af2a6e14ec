package e2e

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"syscall"
	"testing"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/term"

	"github.com/kubectl-job/kubectl-job/test/cluster/testcluster"
)

// terminal is a program on a terminal of its own.
type terminal struct {
	t        *testing.T
	cmd      *exec.Cmd
	keyboard *os.File
	tty      *os.File // kept open, so that its state can be looked at after the program has ended
	screen   *vt.SafeEmulator
	before   *term.State
	drawn    chan struct{} // closed when all output has been drawn
	ended    chan error
}

// onTerminal starts kubectl job on a terminal of so many columns and lines.
func onTerminal(t *testing.T, cluster *testcluster.Cluster, namespace string, columns, lines int, args ...string) *terminal {
	t.Helper()
	keyboard, tty, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	x := &terminal{
		t: t, keyboard: keyboard, tty: tty, screen: vt.NewSafeEmulator(columns, lines), drawn: make(chan struct{}), ended: make(chan error, 1),
		cmd: exec.CommandContext(t.Context(), filepath.Join(pluginDir, "kubectl-job"), append([]string{"--kubeconfig=" + cluster.Kubeconfig, "-n", namespace}, args...)...),
	}
	x.resize(columns, lines)
	if x.before, err = term.GetState(int(tty.Fd())); err != nil {
		t.Fatal(err)
	}
	x.cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8", "LC_ALL=")
	x.cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true} // so that it is told of a new size
	x.cmd.Stdin, x.cmd.Stdout, x.cmd.Stderr = tty, tty, tty
	if err := x.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() { // ends with the terminal
		_, _ = io.Copy(x.screen, keyboard)
		close(x.drawn)
	}()
	go func() { _, _ = io.Copy(keyboard, x.screen) }() // what a terminal answers
	go func() { x.ended <- x.cmd.Wait() }()
	t.Cleanup(func() {
		_ = x.cmd.Process.Kill()
		_ = tty.Close()
		_ = keyboard.Close()
	})
	return x
}

func (x *terminal) resize(columns, lines int) {
	x.t.Helper()
	if err := pty.Setsize(x.keyboard, &pty.Winsize{Rows: uint16(lines), Cols: uint16(columns)}); err != nil {
		x.t.Fatal(err)
	}
	x.screen.Resize(columns, lines)
}

func (x *terminal) text() string {
	var lines []string
	for line := range strings.Lines(x.screen.String()) {
		lines = append(lines, strings.TrimRight(line, " \n"))
	}
	return strings.Join(lines, "\n")
}

// until waits until the screen shows a pattern.
func (x *terminal) until(pattern string) {
	x.t.Helper()
	match := regexp.MustCompile("(?m)" + pattern)
	x.wait(func() bool { return match.MatchString(x.text()) }, "it never showed "+pattern)
}

// gone waits until the screen shows a pattern no longer.
func (x *terminal) gone(pattern string) {
	x.t.Helper()
	match := regexp.MustCompile("(?m)" + pattern)
	x.wait(func() bool { return !match.MatchString(x.text()) }, "it still shows "+pattern)
}

func (x *terminal) wait(ok func() bool, what string) {
	x.t.Helper()
	defer func() {
		if x.t.Failed() {
			x.t.Logf("%s; the screen:\n%s", what, x.text())
		}
	}()
	waitFor(x.t, ok)
}

func (x *terminal) press(keys string) {
	x.t.Helper()
	if _, err := x.keyboard.WriteString(keys); err != nil {
		x.t.Fatal(err)
	}
}

// exits waits for the end of the program, and sees to it that the terminal is as it was before.
func (x *terminal) exits(code int) {
	x.t.Helper()
	var got int
	x.wait(func() bool {
		select {
		case err := <-x.ended:
			got = codeOf(err)
			return true
		default:
			return false
		}
	}, "it does not end")
	if got != code {
		x.t.Errorf("exit code %d, want %d; the screen:\n%s", got, code, x.text())
	}
	after, err := term.GetState(int(x.tty.Fd()))
	if err != nil || !reflect.DeepEqual(after, x.before) {
		x.t.Errorf("the terminal's settings were not restored: %v", err)
	}
	x.wait(func() bool { return !x.screen.IsAltScreen() }, "the other screen is still shown")
}
