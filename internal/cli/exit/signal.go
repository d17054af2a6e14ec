package exit

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"syscall"
)

// Signal is the cause of a context that a signal has ended. It counts as context.Canceled.
type Signal struct{ syscall.Signal }

func (s Signal) Error() string { return fmt.Sprintf("stopped by a signal (%s)", s.Signal) }

// Unwrap gives context.Canceled.
func (s Signal) Unwrap() error { return context.Canceled }

// OnSignal gives a context that ends with a Signal as its cause when the process is told to end: by
// Ctrl-C, SIGTERM, or because its terminal is gone. A second signal ends the process at once. Signals
// that the process was started without, as by nohup, stay without effect.
//
// A write to a pipe that nobody reads becomes an error like any other, so that there is still an
// orderly end.
func OnSignal(ctx context.Context) context.Context {
	ctx, cancel := context.WithCancelCause(ctx)
	told := make(chan os.Signal, 1)
	for _, s := range []os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP} {
		if !signal.Ignored(s) {
			signal.Notify(told, s)
		}
	}
	// Not Ignore, which the programs that fetch credentials would inherit.
	signal.Notify(make(chan os.Signal, 1), syscall.SIGPIPE)
	go func() {
		s, _ := (<-told).(syscall.Signal)
		signal.Stop(told)
		cancel(Signal{s})
	}()
	return ctx
}

// Interrupted is the code for a context that a signal has ended: 128 and the signal's number, as
// shells have it.
func Interrupted(ctx context.Context) int {
	if s, ok := errors.AsType[Signal](context.Cause(ctx)); ok {
		return 128 + int(s.Signal)
	}
	return Interrupt
}

// IsUnread tells whether err comes from writing to a pipe that nobody reads any more, as in "| head".
// A connection that breaks has the same error number, but is no file.
func IsUnread(err error) bool {
	file, ok := errors.AsType[*fs.PathError](err)
	return ok && errors.Is(file, syscall.EPIPE)
}

// Quietly turns an error for which IsUnread holds into its exit code without words, and leaves others as they are.
func Quietly(err error) error {
	if IsUnread(err) {
		return Silent(Unread)
	}
	return err
}
