//go:build unix

// Package proc knows processes: which one a PID means, and when it ends.
package proc

import (
	"context"
	"time"

	"golang.org/x/sys/unix"
)

// Identity names a process for good: PIDs are used again, a PID with its start time is not.
type Identity struct {
	PID   int    `json:"pid"`
	Start string `json:"start,omitempty"`
}

// Identify returns the identity of a running process. A PID that does not run gives an Identity that is not alive.
func Identify(pid int) Identity {
	return Identity{PID: pid, Start: startTime(pid)}
}

// Alive reports whether the process still runs. A zombie does not.
func (id Identity) Alive() bool {
	if id.PID <= 0 {
		return false
	}
	if err := unix.Kill(id.PID, 0); err != nil && err != unix.EPERM {
		return false
	}
	return id.Start == startTime(id.PID) && !zombie(id.PID)
}

// Wait returns when the process has ended or ctx is done.
func (id Identity) Wait(ctx context.Context) error {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	for id.Alive() {
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-tick.C:
		}
	}
	return nil
}
