package lint

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"github.com/kubectl-job/kubectl-job/lint/manifest"
)

// Excerpt is the line that a finding starts in, and the part of it that is meant, in characters from 0. Values of
// environment variables are left out of the line: a log of CI is no place for them.
type Excerpt struct {
	Line     string
	From, To int
}

// maxExcerpt is how many bytes of a line are shown.
const maxExcerpt = 4096

func newExcerpt(source []byte, at manifest.Range) Excerpt {
	offset := min(at.Start.Offset, len(source))
	start := bytes.LastIndexAny(source[:offset], "\r\n") + 1
	if start == 0 {
		start = len(source) - len(bytes.TrimPrefix(source, []byte("\ufeff")))
	}
	end := len(source)
	if i := bytes.IndexAny(source[offset:], "\r\n"); i >= 0 {
		end = offset + i
	}
	if end-start > maxExcerpt {
		start = max(start, offset-maxExcerpt/2)
		end = min(end, start+maxExcerpt)
	}
	line := source[start:end]
	from, to := max(offset-start, 0), len(line)
	if at.End.Line == at.Start.Line {
		to = min(max(at.End.Offset-start, from), len(line))
	}
	return hideValues(line, from, to)
}

// hideValues replaces each value of an environment variable by a single character, and counts from and to in characters.
func hideValues(line []byte, from, to int) Excerpt {
	hidden := hidden(line)
	if len(hidden) == 0 && isASCII(line) {
		from, to = min(from, len(line)), min(to, len(line))
		return Excerpt{Line: string(line), From: from, To: max(from, to)}
	}
	var e Excerpt
	var shown strings.Builder
	count := 0
	for i := 0; i < len(line); {
		if i <= from {
			e.From = count
		}
		if i < to {
			e.To = count + 1
		}
		r, size := utf8.DecodeRune(line[i:])
		if len(hidden) > 0 && i >= hidden[0].from {
			r, size = '…', hidden[0].to-i
			hidden = hidden[1:]
		}
		shown.WriteRune(r)
		count++
		i += size
	}
	if from >= len(line) {
		e.From = count
	}
	e.Line, e.To = shown.String(), max(e.From, e.To)
	return e
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// span is a part of a line, in bytes.
type span struct{ from, to int }

// hidden are the parts of a line that stand after the key value, in block and flow style.
func hidden(line []byte) []span {
	var all []span
	for at := 0; at < len(line); {
		i := bytes.Index(line[at:], []byte("value"))
		if i < 0 {
			break
		}
		i += at
		at = i + len("value")
		rest := bytes.TrimLeft(bytes.TrimLeft(line[at:], `"'`), " \t")
		opens := i == 0 || strings.IndexByte(" \t{,-\"'", line[i-1]) >= 0
		if !opens || !bytes.HasPrefix(rest, []byte(":")) {
			continue
		}
		value := bytes.TrimLeft(rest[1:], " \t")
		if len(value) == 0 || value[0] == '#' {
			continue
		}
		from := len(line) - len(value)
		to := len(line)
		if end := bytes.IndexAny(value, ",}"); end >= 0 && value[0] != '\'' && value[0] != '"' && value[0] != '{' && value[0] != '[' {
			to = from + end
		}
		all = append(all, span{from, to})
		at = to
	}
	return all
}
