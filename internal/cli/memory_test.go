package cli

import (
	"context"
	"errors"
	"testing"
)

func TestWithinMemory(t *testing.T) {
	ctx := withinMemory(t.Context(), 1) // any program takes more
	<-ctx.Done()
	if cause := context.Cause(ctx); !errors.Is(cause, errMemory) {
		t.Errorf("got %v, expected %v", cause, errMemory)
	}
}
