//go:build unix

package supervise

import (
	"io"
	"os"
	"strings"
)

const (
	tailLines = 20
	tailBytes = 64 << 10
)

// Tail returns the last n lines of a file; none if it cannot be read.
func Tail(path string, n int) []string {
	f, err := os.Open(path)
	if err != nil {
		return nil
	}
	defer func() { _ = f.Close() }()
	info, err := f.Stat()
	if err != nil {
		return nil
	}
	_, _ = f.Seek(max(0, info.Size()-tailBytes), io.SeekStart)
	data, err := io.ReadAll(f)
	if err != nil {
		return nil
	}
	text := strings.TrimRight(string(data), "\n")
	if text == "" {
		return nil
	}
	lines := strings.Split(text, "\n")
	return lines[max(0, len(lines)-n):]
}
