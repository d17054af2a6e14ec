package follow_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"k8s.io/utils/clock"

	"github.com/kubectl-job/kubectl-job/internal/cli/follow"
)

func TestWithTimeout(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := follow.WithTimeout(t.Context(), clock.RealClock{}, time.Minute)
		defer cancel()
		if at, ok := ctx.Deadline(); ok {
			t.Errorf("client-go would see a deadline: %s", at)
		}
		began := time.Now()
		<-ctx.Done()
		if cause := context.Cause(ctx); !errors.Is(cause, follow.ErrTimeout) {
			t.Errorf("cause: %v", cause)
		}
		if took := time.Since(began); took != time.Minute {
			t.Errorf("ended after %s, want 1m", took)
		}
	})
}

func TestWithTimeoutOfZeroHasNoLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := follow.WithTimeout(t.Context(), clock.RealClock{}, 0)
		timer := time.NewTimer(1000 * time.Hour)
		select {
		case <-ctx.Done():
			t.Errorf("ended: %v", context.Cause(ctx))
		case <-timer.C:
		}
		cancel()
		<-ctx.Done()
		if cause := context.Cause(ctx); errors.Is(cause, follow.ErrTimeout) || !errors.Is(cause, context.Canceled) {
			t.Errorf("cause after cancel: %v", cause)
		}
	})
}
