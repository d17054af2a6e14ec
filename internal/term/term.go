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
	colour bool
	broken chan struct{}

	mu   sync.Mutex
	w    io.Writer
	open *Stream // whose unfinished line stands at the end, nil if there is none
	err  error   // of the first write that failed
}

// NewLines writes to w, with colour if w is a terminal and NO_COLOR (no-color.org) is not set.
func NewLines(w io.Writer) *Lines {
	return &Lines{
		w: w, broken: make(chan struct{}),
		colour: IsTerminal(w) && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb",
	}
}

// IsTerminal tells whether w is a terminal.
func IsTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// IsInput tells whether r is a terminal, on which somebody may press keys.
func IsInput(r io.Reader) bool {
	f, ok := r.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}

// Broken is closed when a write has failed; Err tells why.
func (l *Lines) Broken() <-chan struct{} { return l.broken }

// Err is the error of the first write that failed, nil if none did.
func (l *Lines) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

// Printf writes one line.
func (l *Lines) Printf(format string, args ...any) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.write(nil, fmt.Sprintf(format, args...)+"\n")
}

// write begins a new line where somebody else's is unfinished. The caller holds the lock.
func (l *Lines) write(by *Stream, text string) error {
	if l.open != nil && l.open != by {
		text = "\n" + text
	}
	l.open = nil
	_, err := io.WriteString(l.w, text)
	if err != nil && l.err == nil {
		l.err = err
		close(l.broken)
	}
	return err
}

// Stream is one source of lines among others, each line after a prefix.
type Stream struct {
	lines  *Lines
	prefix string
}

// Stream makes a source whose prefix has the colour of the given number; the prefix may be empty.
func (l *Lines) Stream(prefix string, colour int) *Stream {
	if prefix != "" {
		prefix = l.paint(prefix, palette[colour%len(palette)]) + " "
	}
	return &Stream{lines: l, prefix: prefix}
}

// Write writes a line, or with last unset a piece of one. If others write in between, the next piece begins
// a line of its own.
func (s *Stream) Write(text string, last bool) error {
	l := s.lines
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.open != s {
		text = s.prefix + text
	}
	if last {
		text += "\n"
	}
	err := l.write(s, text)
	if !last {
		l.open = s
	}
	return err
}

// Style is a meaning that has a colour.
type Style string

// The styles.
const (
	Plain  Style = ""
	Good   Style = "32"
	Bad    Style = "31"
	Warn   Style = "33"
	Dim    Style = "2"
	Strong Style = "1"
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
