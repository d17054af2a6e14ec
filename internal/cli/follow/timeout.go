package follow

import (
	"context"
	"errors"
	"time"

	"k8s.io/utils/clock"
)

// ErrTimeout is the cause of a context that has reached --timeout.
var ErrTimeout = errors.New("--timeout was reached")

// WithTimeout bounds ctx by --timeout; 0 means no bound. The context that it gives has no deadline:
// client-go refuses a request for which it sees too little time, in words of its own.
func WithTimeout(ctx context.Context, clk clock.Clock, timeout time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	if timeout > 0 {
		timer := clk.NewTimer(timeout)
		go func() {
			defer timer.Stop()
			select {
			case <-timer.C():
				cancel(ErrTimeout)
			case <-ctx.Done():
			}
		}()
	}
	return ctx, func() { cancel(context.Canceled) }
}
