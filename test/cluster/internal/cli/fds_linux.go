package cli

import (
	"fmt"
	"math"

	"golang.org/x/sys/unix"
)

// closeOnExec keeps the files from this number on from processes that are started later.
func closeOnExec(first uint) error {
	if err := unix.CloseRange(first, math.MaxUint32, unix.CLOSE_RANGE_CLOEXEC); err != nil {
		return fmt.Errorf("close_range: %w", err)
	}
	return nil
}
