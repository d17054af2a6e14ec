// Package term is what a person sees: lines that do not mix, colour where it is wanted, aligned fields.
package term

import (
	"fmt"
	"io"
	"os"
	"sync"

	"golang.org/x/term"
)

// Lines writes whole lines from several goroutines to one place.
type Lines struct {
	mu     sync.Mutex
	w      io.Writer
	colour bool
}

// NewLines writes to w, with colour if w is a terminal and NO_COLOR (no-color.org) is not set.
func NewLines(w io.Writer) *Lines {
	return &Lines{w: w, colour: IsTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"}
}

// IsTerminal tells whether w is a terminal.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Printf writes one line.
func (l *Lines) Printf(format string, args ...any) error {
	return l.write(fmt.Sprintf(format, args...))
}

// Prefixed writes one line after a prefix in the colour of the given number.
func (l *Lines) Prefixed(prefix string, colour int, line string) error {
	if prefix == "" {
		return l.write(line)
	}
	return l.write(l.paint(prefix, palette[colour%len(palette)]) + " " + line)
}

func (l *Lines) write(line string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, err := io.WriteString(l.w, line+"\n")
	return err
}

// Style is a meaning that has a colour.
type Style string

// The styles.
const (
	Plain Style = ""
	Good  Style = "32"
	Bad   Style = "31"
	Warn  Style = "33"
	Dim   Style = "2"
)

var palette = []Style{"36", "33", "35", "32", "34", "96", "93", "95", "92", "94"}

// Paint colours text for this writer.
func (l *Lines) Paint(style Style, text string) string { return l.paint(text, style) }

func (l *Lines) paint(text string, style Style) string {
	if !l.colour || style == Plain {
		return text
	}
	return "\x1b[" + string(style) + "m" + text + "\x1b[0m"
}
