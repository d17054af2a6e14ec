package manifest

import (
	"bytes"
	"fmt"
	"sort"
)

// Position is a place in a file. Lines and columns count from 1; columns count Unicode characters, as editors do.
// Offset counts bytes from 0. A byte order mark has no width: the character behind it has column 1.
type Position struct{ Line, Column, Offset int }

// String writes the position as line:column.
func (p Position) String() string { return fmt.Sprintf("%d:%d", p.Line, p.Column) }

// Range is a piece of a file. End is just behind the last character.
type Range struct{ Start, End Position }

// String writes where the range starts, as line:column.
func (r Range) String() string { return r.Start.String() }

// blockSize is how many bytes share one entry in the count of characters.
const blockSize = 512

// lineIndex turns byte offsets into positions, in constant time for offsets that grow.
type lineIndex struct {
	data   []byte
	starts []int // the offset at which each line starts
	chars  []int // how many characters stand before each block; nil if all is ASCII
	last   int   // the line that was asked for last
}

func newLineIndex(data []byte) *lineIndex {
	x := &lineIndex{data: data, starts: make([]int, 1, 1+bytes.Count(data, []byte{'\n'}))}
	if bytes.HasPrefix(data, utf8Mark) {
		x.starts[0] = len(utf8Mark)
	}
	ascii := true
	for i, c := range data {
		switch {
		case c == '\n', c == '\r' && (i+1 == len(data) || data[i+1] != '\n'):
			x.starts = append(x.starts, i+1)
		case c >= 0x80:
			ascii = false
		}
	}
	if ascii {
		return x
	}
	x.chars = make([]int, 0, len(data)/blockSize+1)
	for at, n := 0, 0; at <= len(data); at += blockSize {
		x.chars = append(x.chars, n)
		n += characters(data[at:min(at+blockSize, len(data))])
	}
	return x
}

// characters counts the bytes that begin a character.
func characters(b []byte) int {
	n := 0
	for _, c := range b {
		if c&0xC0 != 0x80 {
			n++
		}
	}
	return n
}

// before counts the characters in front of an offset.
func (x *lineIndex) before(offset int) int {
	if x.chars == nil {
		return offset
	}
	block := offset / blockSize
	return x.chars[block] + characters(x.data[block*blockSize:offset])
}

// position is the place of an offset; offsets outside of the file mean its nearest end.
func (x *lineIndex) position(offset int) Position {
	offset = max(x.starts[0], min(offset, len(x.data)))
	line := x.last
	if !x.holds(line, offset) {
		if line++; !x.holds(line, offset) {
			line = sort.SearchInts(x.starts, offset+1) - 1
		}
		x.last = line
	}
	return Position{Line: line + 1, Column: x.before(offset) - x.before(x.starts[line]) + 1, Offset: offset}
}

func (x *lineIndex) holds(line, offset int) bool {
	return line < len(x.starts) && x.starts[line] <= offset && (line+1 == len(x.starts) || offset < x.starts[line+1])
}

// span is the range between two offsets.
func (x *lineIndex) span(start, end int) Range {
	return Range{Start: x.position(start), End: x.position(max(start, end))}
}
