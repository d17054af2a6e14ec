//go:build unix && !linux

package cli

import "syscall"

// closeOnExec keeps the files from this number on, as far as they can be known, from processes that are started later.
func closeOnExec(first uint) error {
	const most = 256
	for fd := first; fd < most; fd++ {
		syscall.CloseOnExec(int(fd))
	}
	return nil
}
