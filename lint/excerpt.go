package lint

import (
	"bytes"
	"slices"
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

// newExcerpt cuts the line out of the source of an object; root is nil if that could not be read.
func newExcerpt(source []byte, at manifest.Range, root *manifest.Node) Excerpt {
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
	return hideValues(line, from, to, secrets(line, start, root))
}

// secrets are the parts of a line that may be values of environment variables: those of other things are known only where the object
// has them in its Pod's spec.
func secrets(line []byte, start int, root *manifest.Node) []span {
	hidden := hidden(line)
	if len(hidden) == 0 {
		return nil
	}
	spec := root.At("spec", "template", "spec")
	if job := root.At("spec", "jobTemplate"); job != nil {
		spec = job.At("spec", "template", "spec")
	}
	for _, list := range []*manifest.Node{spec.Get("tolerations"), spec.At("securityContext", "sysctls"), spec.At("dnsConfig", "options")} {
		if list == nil {
			continue
		}
		for _, item := range list.Items {
			if value := item.Get("value"); value != nil {
				hidden = slices.DeleteFunc(hidden, func(s span) bool { return start+s.from == value.Range.Start.Offset })
			}
		}
	}
	return hidden
}

// hideValues replaces each of the hidden parts of a line by a single character, and counts from and to in characters.
func hideValues(line []byte, from, to int, hidden []span) Excerpt {
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
