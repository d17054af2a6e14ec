//go:build unix

package archive

import (
	"errors"
	"fmt"
	"os"
	"syscall"
)

// lock keeps other programs from writing, until the file is closed.
func lock(file *os.File) error {
	err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		return errLocked
	}
	if err != nil {
		return fmt.Errorf("lock: %w", err)
	}
	return nil
}

// syncFolder brings the names in a folder to the disk.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return err //nolint:wrapcheck // names the folder
	}
	return finish(folder, nil)
}
