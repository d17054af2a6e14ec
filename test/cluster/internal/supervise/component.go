//go:build unix

package supervise

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// component is a process that the supervisor keeps an eye on.
type component struct {
	name    string
	command []string
	env     []string
	logFile string
	spawner *spawner
	died    func(*component) // called when the process ends by itself

	mu      sync.Mutex
	cmd     *exec.Cmd
	done    chan struct{} // closed when the process has ended
	stopped bool          // ended because somebody asked for it
	paused  bool
	err     error // how it ended
}

// Status is what is known about a component.
type Status struct {
	Name   string   `json:"name"`
	PID    int      `json:"pid,omitempty"`
	State  string   `json:"state"` // running, paused, stopped or dead
	Error  string   `json:"error,omitempty"`
	Output []string `json:"output,omitempty"` // last lines, when dead
}

// Component states.
const (
	Running = "running"
	Paused  = "paused"
	Stopped = "stopped"
	Dead    = "dead"
)

// stopTime is how long a component may take to end by itself.
const stopTime = 2 * time.Second

func (c *component) start() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.alive() {
		return nil
	}
	log, err := os.OpenFile(c.logFile, os.O_CREATE|os.O_APPEND|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	defer func() { _ = log.Close() }()
	cmd := exec.Command(c.command[0], c.command[1:]...)
	cmd.Env = append(os.Environ(), c.env...)
	cmd.Stdout, cmd.Stderr = log, log
	if err := c.spawner.start(cmd); err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	done := make(chan struct{})
	c.cmd, c.done, c.stopped, c.paused, c.err = cmd, done, false, false, nil
	go c.wait(cmd, done)
	return nil
}

func (c *component) wait(cmd *exec.Cmd, done chan struct{}) {
	err := cmd.Wait()
	c.mu.Lock()
	if err == nil {
		err = fmt.Errorf("ended with exit code 0")
	}
	c.err = err
	close(done)
	unexpected := !c.stopped
	c.mu.Unlock()
	if unexpected {
		c.died(c)
	}
}

// alive reports whether the process runs; c.mu is held.
func (c *component) alive() bool {
	if c.cmd == nil {
		return false
	}
	select {
	case <-c.done:
		return false
	default:
		return true
	}
}

// stop ends the process, politely at first unless kill is set, and waits for its end.
func (c *component) stop(ctx context.Context, kill bool) error {
	c.mu.Lock()
	c.stopped = true
	if !c.alive() {
		c.mu.Unlock()
		return nil
	}
	p, done := c.cmd.Process, c.done
	c.mu.Unlock()
	if !kill {
		_ = p.Signal(syscall.SIGCONT)
		_ = p.Signal(syscall.SIGTERM)
		select {
		case <-done:
			return nil
		case <-ctx.Done():
		case <-time.After(stopTime):
		}
	}
	_ = p.Kill()
	select {
	case <-done:
		return nil
	case <-time.After(10 * time.Second):
		return fmt.Errorf("%s: does not end", c.name)
	}
}

// pause and resume use SIGSTOP and SIGCONT: the process stays, with its connections, but does nothing.
func (c *component) pause() error  { return c.freeze(true, syscall.SIGSTOP) }
func (c *component) resume() error { return c.freeze(false, syscall.SIGCONT) }

func (c *component) freeze(paused bool, sig syscall.Signal) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.alive() {
		return fmt.Errorf("%s: does not run", c.name)
	}
	if err := c.cmd.Process.Signal(sig); err != nil {
		return fmt.Errorf("%s: %w", c.name, err)
	}
	c.paused = paused
	return nil
}

func (c *component) status() Status {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := Status{Name: c.name}
	switch {
	case c.alive() && c.paused:
		s.State, s.PID = Paused, c.cmd.Process.Pid
	case c.alive():
		s.State, s.PID = Running, c.cmd.Process.Pid
	case c.stopped || c.cmd == nil:
		s.State = Stopped
	default:
		s.State, s.Error, s.Output = Dead, c.err.Error(), Tail(c.logFile, tailLines)
	}
	return s
}
