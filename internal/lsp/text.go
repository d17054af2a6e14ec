package lsp

import (
	"strings"
	"unicode/utf16"

	"github.com/aymanbagabas/go-udiff"
)

const byteOrderMark = "\ufeff"

// text is a document, with its lines found.
type text struct {
	data   string
	starts []int // the offset at which each line starts
}

func newText(data string) *text {
	t := &text{data: data, starts: []int{0}}
	for i := range len(data) {
		if data[i] == '\n' || data[i] == '\r' && (i+1 == len(data) || data[i+1] != '\n') {
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// line is a line without its end; empty for one that there is not.
func (t *text) line(n int) string {
	if n < 0 || n >= len(t.starts) {
		return ""
	}
	end := len(t.data)
	if n+1 < len(t.starts) {
		end = t.starts[n+1]
	}
	return strings.TrimRight(t.data[t.starts[n]:end], "\r\n")
}

// offset is where a position is. One outside of the text means the nearest place in it.
func (t *text) offset(p position) int {
	if p.Line < 0 {
		return 0
	}
	if p.Line >= len(t.starts) {
		return len(t.data)
	}
	line, at := t.line(p.Line), 0
	for i, r := range line {
		if at += utf16.RuneLen(r); at > p.Character {
			return t.starts[p.Line] + i
		}
	}
	return t.starts[p.Line] + len(line)
}

// position is the place of an offset.
func (t *text) position(offset int) position {
	line := 0
	for line+1 < len(t.starts) && t.starts[line+1] <= offset {
		line++
	}
	return position{Line: line, Character: units(t.data[t.starts[line]:offset])}
}

// units counts the UTF-16 units of a text.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// place is the position of a line and column as the linter counts them: from 1, in characters, without a byte order mark.
func (t *text) place(line, column int) position {
	s := t.line(line - 1)
	p := position{Line: max(line-1, 0)}
	if rest, ok := strings.CutPrefix(s, byteOrderMark); ok && line == 1 {
		s, p.Character = rest, 1
	}
	for _, r := range s {
		if column--; column < 1 {
			break
		}
		p.Character += utf16.RuneLen(r)
	}
	return p
}

// apply makes a change of the editor's.
func (t *text) apply(c change) *text {
	if c.Range == nil {
		return newText(c.Text)
	}
	start, end := t.offset(c.Range.Start), t.offset(c.Range.End)
	return newText(t.data[:start] + c.Text + t.data[max(start, end):])
}

// edits turn the text into another, whole lines at a time.
func (t *text) edits(to string) []textEdit {
	var all []textEdit
	for _, e := range udiff.Lines(t.data, to) {
		all = append(all, textEdit{Range: span{Start: t.position(e.Start), End: t.position(e.End)}, NewText: e.New})
	}
	return all
}

// touches says whether two ranges have a place in common; both may be empty.
func (s span) touches(other span) bool {
	return !before(s.End, other.Start) && !before(other.End, s.Start)
}

func before(a, b position) bool {
	return a.Line < b.Line || a.Line == b.Line && a.Character < b.Character
}
