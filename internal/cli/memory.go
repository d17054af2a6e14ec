package cli

import (
	"context"
	"errors"
	"runtime/metrics"
	"time"
)

// maxMemory is how much the program may take while it evaluates rules of the user, in bytes.
const maxMemory = 2 << 30

// errMemory says that they take more.
var errMemory = errors.New("the rules take more than 2 GiB of memory")

// withinMemory ends the context with errMemory when the memory of the program grows beyond limit bytes.
func withinMemory(ctx context.Context, limit uint64) context.Context {
	ctx, cancel := context.WithCancelCause(ctx)
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	go func() {
		ticker := time.NewTicker(20 * time.Millisecond)
		defer ticker.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-ticker.C:
				if metrics.Read(sample); sample[0].Value.Uint64() > limit {
					cancel(errMemory)
				}
			}
		}
	}()
	return ctx
}
