// Package exit holds the exit codes of the commands, in one place.
package exit

import (
	"context"
	"errors"
)

// The exit codes. A Job that failed through a container gives that container's own exit code
// instead; the codes from 121 on follow the habits of timeout(1), "docker run" and shells, so that
// they seldom meet a program's own.
const (
	OK        = 0
	Otherwise = 121 // the Job came to another end than the one that --until waits for
	Gone      = 122 // the Job was deleted or replaced before its end was seen
	JobFailed = 123 // the Job failed, but not through a container's exit code
	TimedOut  = 124 // --timeout was reached
	Error     = 125 // kubectl job itself could not do what was asked
	Interrupt = 130 // Ctrl-C; other signals have codes of their own: see Interrupted
	Unread    = 141 // nobody reads standard output any more
)

// Help lists the codes for a command's help text. The table of docs/exit-codes.md says the same.
const Help = `Exit codes:
    0      done; with --wait: the Job is complete
    1-255  the exit code of the container that failed first, if the Job failed through one;
           with a Pod failure policy, of the one that it matched
    121    the Job ended otherwise than watch --until=... waits for
    122    the Job was deleted or replaced, or lost the labels of -l, before its end was seen
    123    the Job failed otherwise: its deadline, an eviction
    124    --timeout was reached; the Job goes on, unless --rm was given
    125    kubectl job could not do it: bad flags, no cluster, no permission, refused by the API server
    129    the terminal was closed (SIGHUP); the Job goes on, unless --rm was given
    130    Ctrl-C (SIGINT); the Job goes on, unless --rm was given
    141    nobody reads standard output any more, as after head; the Job goes on, unless --rm was given
    143    SIGTERM; the Job goes on, unless --rm was given`

// Status is an error with an exit code of its own.
type Status struct {
	Code int
	Err  error // nil when everything has been said already
}

func (s *Status) Error() string {
	if s.Err == nil {
		return ""
	}
	return s.Err.Error()
}

// Unwrap gives the error that led to the code.
func (s *Status) Unwrap() error { return s.Err }

// Silent ends with a code after everything has been said.
func Silent(code int) error {
	if code == OK {
		return nil
	}
	return &Status{Code: code}
}

// CodeOf is the exit code for what a command returned; ctx is the one that the command was given.
func CodeOf(ctx context.Context, err error) int {
	var status *Status
	switch {
	case err == nil:
		return OK
	case errors.As(err, &status):
		return status.Code
	case errors.Is(err, context.Canceled): // only a signal cancels the whole command
		return Interrupted(ctx)
	default:
		return Error
	}
}
