package manifest

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"
	"unicode/utf8"
)

// jsonReader reads JSON as encoding/json does: bytes that are not UTF-8 in a string become U+FFFD, numbers keep to
// JSON's grammar.
type jsonReader struct {
	src     []byte
	whole   string // src
	pos     int
	depth   int
	limits  Limits
	nodes   *int
	builder *builder
	large   *failure // a number that is too large
}

func (j *jsonReader) fail(start, end int, format string, args ...any) {
	panic(failure{kind: Syntax, start: start, end: end, related: -1, message: fmt.Sprintf(format, args...)})
}

func (j *jsonReader) space() {
	for j.pos < len(j.src) && (isBlank(j.src[j.pos]) || j.src[j.pos] == '\n' || j.src[j.pos] == '\r') {
		j.pos++
	}
}

// at is the byte at hand, or 0 at the end.
func (j *jsonReader) at() byte {
	if j.pos < len(j.src) {
		return j.src[j.pos]
	}
	return 0
}

// found describes what stands here.
func (j *jsonReader) found() string {
	if j.pos >= len(j.src) {
		return "the end of the file"
	}
	end := j.pos + 1
	if isWord(j.src[j.pos]) {
		for end < len(j.src) && isWord(j.src[end]) {
			end++
		}
	} else {
		_, n := utf8.DecodeRune(j.src[j.pos:])
		end = j.pos + n
	}
	return excerpt(j.src[j.pos:end])
}

// expect passes a character that must stand here.
func (j *jsonReader) expect(c byte, what string) {
	if j.at() != c {
		j.fail(j.pos, j.pos+1, "found %s, expected %s", j.found(), what)
	}
	j.pos++
}

func (j *jsonReader) value() *Node {
	if *j.nodes--; *j.nodes < 0 {
		panic(failure{kind: Limit, start: j.pos, end: j.pos + 1, related: -1, message: "the file has too many values"})
	}
	j.space()
	start := j.pos
	n := j.builder.made.next()
	n.outer = start
	switch c := j.at(); {
	case c == '{' || c == '[':
		if j.depth++; j.depth > j.limits.Depth {
			panic(failure{
				kind: Limit, start: j.pos, end: j.pos + 1, related: -1,
				message: fmt.Sprintf("lists and maps are nested more than %d deep", j.limits.Depth),
			})
		}
		n.Style = Flow
		if c == '{' {
			j.object(n)
		} else {
			j.array(n)
		}
		j.depth--
	case c == '"':
		n.Kind, n.Style = String, DoubleQuoted
		n.Text = j.text()
	case c == '-' || isDigit(c):
		n.Kind = Number
		n.Text = j.number()
	default:
		j.word(n)
	}
	n.Range = j.builder.lines.span(start, j.pos)
	return n
}

func (j *jsonReader) object(n *Node) {
	n.Kind = Map
	m := fields{node: n, owner: n, builder: j.builder}
	open := j.pos
	j.pos++
	j.space()
	for first := true; j.at() != '}'; first = false {
		if !first {
			j.expect(',', "`,` or `}`")
			j.space()
		}
		if j.at() != '"' {
			j.failOpen(open, "found %s, expected a key in double quotes", j.found())
		}
		start := j.pos
		key := j.text()
		at := j.builder.lines.span(start, j.pos)
		j.space()
		j.expect(':', "`:` behind the key")
		m.put(Entry{Key: key, KeyRange: at, Value: j.value(), outer: start})
		j.space()
	}
	j.pos++
}

// failOpen is fail, with the place of the bracket that is still open.
func (j *jsonReader) failOpen(open int, format string, args ...any) {
	panic(failure{kind: Syntax, start: j.pos, end: j.pos + 1, related: open, message: fmt.Sprintf(format, args...)})
}

func (j *jsonReader) array(n *Node) {
	n.Kind = List
	n.Items = []*Node{}
	j.pos++
	j.space()
	for first := true; j.at() != ']'; first = false {
		if !first {
			j.expect(',', "`,` or `]`")
		}
		n.Items = append(n.Items, j.value())
		j.space()
	}
	j.pos++
}

// word reads true, false and null.
func (j *jsonReader) word(n *Node) {
	rest := j.src[j.pos:]
	for _, w := range []string{"true", "false", "null"} {
		if bytes.HasPrefix(rest, []byte(w)) {
			j.pos += len(w)
			if w != "null" {
				n.Kind, n.Text = Bool, w
			}
			return
		}
	}
	j.fail(j.pos, j.pos+1, "found %s, expected a value", j.found())
}

// number reads a number: one that fits an int64 keeps its digits, others are written as Kubernetes' float64.
func (j *jsonReader) number() string {
	start := j.pos
	if j.at() == '-' {
		j.pos++
	}
	switch {
	case j.at() == '0':
		j.pos++
	case j.digits() == 0:
		j.fail(j.pos, j.pos+1, "found %s, expected a digit", j.found())
	}
	if j.at() == '.' {
		j.pos++
		if j.digits() == 0 {
			j.fail(j.pos, j.pos+1, "found %s, expected a digit", j.found())
		}
	}
	if j.at() == 'e' || j.at() == 'E' {
		j.pos++
		if j.at() == '+' || j.at() == '-' {
			j.pos++
		}
		if j.digits() == 0 {
			j.fail(j.pos, j.pos+1, "found %s, expected a digit", j.found())
		}
	}
	text := string(j.src[start:j.pos])
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return strconv.FormatInt(i, 10)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		// It is JSON, but Kubernetes has no such number.
		if j.large == nil {
			j.large = &failure{kind: Limit, start: start, end: j.pos, related: -1, message: "found the number " + excerpt([]byte(text)) + ", which is too large"}
		}
		return "0"
	}
	return formatReal(f)
}

// digits passes digits and counts them.
func (j *jsonReader) digits() int {
	start := j.pos
	for isDigit(j.at()) {
		j.pos++
	}
	return j.pos - start
}

// text reads a string.
func (j *jsonReader) text() string {
	open := j.pos
	j.pos++
	from := j.pos
	for j.pos < len(j.src) && j.src[j.pos] != '"' && j.src[j.pos] != '\\' && j.src[j.pos] >= 0x20 && j.src[j.pos] < 0x80 {
		j.pos++
	}
	if j.at() == '"' {
		j.pos++
		return j.whole[from : j.pos-1]
	}
	text := append([]byte(nil), j.src[from:j.pos]...)
	for {
		c := j.at()
		switch {
		case j.pos >= len(j.src):
			j.fail(open, open+1, "the string that begins here has no end")
		case c == '"':
			j.pos++
			return string(text)
		case c == '\\':
			text = j.escape(text)
		case c < 0x20:
			j.fail(j.pos, j.pos+1, "found a line break, tab or other control character in a string, expected an escape such as \\n")
		default:
			r, n := utf8.DecodeRune(j.src[j.pos:])
			text = utf8.AppendRune(text, r)
			j.pos += n
		}
	}
}

func (j *jsonReader) escape(text []byte) []byte {
	start := j.pos
	j.pos++
	c := j.at()
	j.pos++
	switch c {
	case '"', '\\', '/':
		return append(text, c)
	case 'b':
		return append(text, '\b')
	case 'f':
		return append(text, '\f')
	case 'n':
		return append(text, '\n')
	case 'r':
		return append(text, '\r')
	case 't':
		return append(text, '\t')
	case 'u':
		r := j.hex(start)
		if !utf16.IsSurrogate(r) {
			return utf8.AppendRune(text, r)
		}
		// Two halves make a character; half of one is none.
		if j.at() == '\\' && j.pos+1 < len(j.src) && j.src[j.pos+1] == 'u' {
			back := j.pos
			j.pos += 2
			if whole := utf16.DecodeRune(r, j.hex(back)); whole != utf8.RuneError {
				return utf8.AppendRune(text, whole)
			}
			j.pos = back
		}
		return utf8.AppendRune(text, utf8.RuneError)
	default:
		j.fail(start, min(j.pos, len(j.src)), "found the unknown escape %s in a string", excerpt(j.src[start:min(j.pos, len(j.src))]))
		return nil
	}
}

// hex reads four hexadecimal digits of the escape that began at start.
func (j *jsonReader) hex(start int) rune {
	var r rune
	for range 4 {
		h := hexDigit(j.at())
		if h < 0 {
			j.fail(start, j.pos, "found the escape `\\u` with less than four hexadecimal digits")
		}
		r = r<<4 | rune(h)
		j.pos++
	}
	return r
}
