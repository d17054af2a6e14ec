package follow

import (
	"context"
	"errors"
	"time"
)

// ErrTimeout is the cause of a context that has reached --timeout.
var ErrTimeout = errors.New("--timeout was reached")

// WithTimeout bounds ctx by --timeout; 0 means no bound.
func WithTimeout(ctx context.Context, timeout time.Duration) (context.Context, context.CancelFunc) {
	if timeout == 0 {
		return context.WithCancel(ctx)
	}
	return context.WithTimeoutCause(ctx, timeout, ErrTimeout)
}
