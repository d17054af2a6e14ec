package cluster

import (
	"bufio"
	"bytes"
	"errors"
	"io"
)

// maxPiece is how many bytes of a line are held back at most while its end has not come.
const maxPiece = 64 * 1024

// piece is a line of a log or a part of one, without its end of line.
type piece struct {
	text  string
	first bool // begins the line
	last  bool // ends it
}

// pieces reads lines. What a program writes without ending the line is passed on in pieces: up to a carriage
// return, with which it shows progress, or when it is long.
type pieces struct {
	from  *bufio.Reader
	begun bool // a piece of the present line was given out
}

func newPieces(r io.Reader) *pieces { return &pieces{from: bufio.NewReaderSize(r, maxPiece)} }

// next gives the next piece. With the error that ended the reading comes what was read of a line, if any.
func (p *pieces) next() (piece, error) {
	for wanted := 1; ; {
		_, err := p.from.Peek(wanted) // waits for more
		text, _ := p.from.Peek(p.from.Buffered())
		if end := bytes.IndexByte(text, '\n'); end >= 0 {
			return p.take(end+1, true), nil
		}
		if cut := p.cut(text); cut > 0 {
			return p.take(cut, false), nil
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return p.take(len(text), true), err
		}
		wanted = len(text) + 1
	}
}

// cut is how many bytes of an unfinished line to pass on, 0 for none yet. The first piece has to hold the time
// of the line, which the kubelet puts first and ends with a space.
func (p *pieces) cut(text []byte) int {
	if len(text) >= maxPiece {
		return len(text)
	}
	if !p.begun && !bytes.ContainsRune(text, ' ') {
		return 0
	}
	return bytes.LastIndexByte(text, '\r') + 1
}

func (p *pieces) take(n int, last bool) piece {
	text, _ := p.from.Peek(n) // is buffered
	taken := piece{text: string(bytes.TrimSuffix(text, []byte("\n"))), first: !p.begun, last: last}
	_, _ = p.from.Discard(n)
	p.begun = !last
	return taken
}
