package manifest

import (
	"bytes"
	"unicode/utf8"
)

// breaks collects the line breaks and spaces between two pieces of a scalar, which YAML folds.
type breaks struct {
	space []byte // on the same line
	first []byte // the first line break
	more  []byte // those after it
	line  bool   // a line break was seen
}

// fold adds what lies between two pieces: one line break is a space, several are one less.
func (b *breaks) fold(text []byte) []byte {
	switch {
	case !b.line:
		text = append(text, b.space...)
	case len(b.first) > 0 && b.first[0] == '\n':
		if len(b.more) == 0 {
			text = append(text, ' ')
		}
		text = append(text, b.more...)
	default:
		text = append(append(text, b.first...), b.more...)
	}
	b.space, b.first, b.more, b.line = b.space[:0], b.first[:0], b.more[:0], false
	return text
}

// read passes the space or line break that stands here.
func (b *breaks) read(s *scanner) {
	switch {
	case isBlank(s.at(0)):
		if !b.line {
			b.space = append(b.space, s.at(0))
		}
		s.skip()
	case !b.line:
		b.space = b.space[:0]
		b.first = s.readBreak(b.first)
		b.line = true
	default:
		b.more = s.readBreak(b.more)
	}
}

func (s *scanner) plain() {
	start, end := s.pos, s.pos
	indent := s.indent + 1
	var text []byte
	var between breaks
	one := true // the value is one piece of the source
	for !s.documentMark() && s.at(0) != '#' {
		from := s.pos
		for !s.ends(0) && !s.endsPlain() {
			s.skip()
		}
		if s.pos > from {
			if end > start {
				if one {
					text, one = append(text, s.src[start:end]...), false
				}
				text = between.fold(text)
			}
			if !one {
				text = append(text, s.src[from:s.pos]...)
			}
			end = s.pos
		}
		if !isBlank(s.at(0)) && s.breakAt(0) == 0 {
			break
		}
		for isBlank(s.at(0)) || s.breakAt(0) > 0 {
			if between.line && s.column < indent && s.at(0) == '\t' {
				s.fail(s.pos, s.pos+1, "replace the tab with spaces", "found a tab where YAML expects spaces: tabs cannot indent")
			}
			between.read(s)
		}
		if s.flow == 0 && s.column < indent {
			break
		}
	}
	if between.line {
		s.keyAllowed = true
	}
	t := s.add(scalarToken, start)
	t.end, t.style, t.value = end, Plain, s.text[start:end]
	if !one {
		t.value = string(text)
	}
}

// endsPlain says that a value without quotes ends in front of this character.
func (s *scanner) endsPlain() bool {
	switch s.at(0) {
	case ':':
		return s.ends(1)
	case ',', '?', '[', ']', '{', '}':
		return s.flow > 0
	default:
		return false
	}
}

func (s *scanner) quoted(quote byte) {
	start := s.pos
	s.skip()
	// Most strings are one piece of the source.
	inside := s.place
	for c := s.at(0); c >= ' ' && c < 0x7F && c != quote && c != '\\'; c = s.at(0) {
		s.skip()
	}
	if s.at(0) == quote && (quote == '"' || s.at(1) != '\'') {
		s.skip()
		s.addQuoted(start, s.text[start+1:s.pos-1])
		return
	}
	s.place = inside
	var text []byte
	var between breaks
	for {
		if s.documentMark() || s.at(0) == 0 {
			s.fail(start, start+1, "", "the string that begins here with %c has no end", quote)
		}
		for !s.ends(0) && s.at(0) != quote || s.at(0) == '\'' && quote == '\'' && s.at(1) == '\'' {
			switch {
			case s.at(0) == quote: // two single quotes are one
				text = append(text, quote)
				s.skip()
				s.skip()
				continue
			case s.at(0) != '\\' || quote == '\'':
				from := s.pos
				s.skip()
				text = append(text, s.src[from:s.pos]...)
				continue
			case s.breakAt(1) == 0:
				text = s.escape(text)
				continue
			}
			// A backslash at the end of the line: the lines are one.
			s.skip()
			s.skipBreak()
			between.line = true
			break
		}
		// Here is a space, a line break, the quote that ends the string, or the end of the document.
		if s.at(0) == quote {
			break
		}
		for isBlank(s.at(0)) || s.breakAt(0) > 0 {
			between.read(s)
		}
		text = between.fold(text)
	}
	s.skip()
	s.addQuoted(start, string(text))
}

func (s *scanner) addQuoted(start int, value string) {
	t := s.add(scalarToken, start)
	t.value, t.style = value, DoubleQuoted
	if s.src[start] == '\'' {
		t.style = SingleQuoted
	}
}

// unescape is what a character stands for behind a backslash, in YAML 1.1: itself or another.
func unescape(c byte) (string, bool) {
	switch c {
	case ' ', '"', '\'', '\\', '\t':
		return string(rune(c)), true
	case '0':
		return "\x00", true
	case 'a':
		return "\a", true
	case 'b':
		return "\b", true
	case 't':
		return "\t", true
	case 'n':
		return "\n", true
	case 'v':
		return "\v", true
	case 'f':
		return "\f", true
	case 'r':
		return "\r", true
	case 'e':
		return "\x1b", true
	case 'N':
		return "\u0085", true
	case '_':
		return "\u00a0", true
	case 'L':
		return "\u2028", true
	case 'P':
		return "\u2029", true
	default:
		return "", false
	}
}

func (s *scanner) escape(text []byte) []byte {
	start := s.pos
	c := s.at(1)
	digits := 0
	switch c {
	case 'x':
		digits = 2
	case 'u':
		digits = 4
	case 'U':
		digits = 8
	default:
		plain, ok := unescape(c)
		if !ok {
			s.skip()
			s.skip()
			s.fail(start, s.pos, "write a backslash as `\\\\`, or use single quotes", "found the unknown escape %s in a double-quoted string", excerpt(s.src[start:min(s.pos, len(s.src))]))
		}
		s.skip()
		s.skip()
		return append(text, plain...)
	}
	s.skip()
	s.skip()
	var r rune
	for range digits {
		h := hexDigit(s.at(0))
		if h < 0 {
			s.fail(start, s.pos, "", "found the escape `\\%c` with less than %d hexadecimal digits", c, digits)
		}
		if r <= utf8.MaxRune {
			r = r<<4 + rune(h)
		}
		s.skip()
	}
	if !utf8.ValidRune(r) {
		s.fail(start, s.pos, "", "found the escape %s, which is no Unicode character", excerpt(s.src[start:s.pos]))
	}
	return utf8.AppendRune(text, r)
}

// hexDigit is the value of a hexadecimal digit, or -1.
func hexDigit(c byte) int {
	switch {
	case isDigit(c):
		return int(c - '0')
	case c >= 'a' && c <= 'f':
		return int(c-'a') + 10
	case c >= 'A' && c <= 'F':
		return int(c-'A') + 10
	default:
		return -1
	}
}

// blockScalar reads a value told by | or >.
func (s *scanner) blockScalar(c byte) {
	start := s.pos
	s.skip()
	chomp, indent, end := s.blockHeader(start)
	if indent > 0 && s.indent > 0 {
		indent += s.indent
	}
	var text, first, more []byte
	wasBlank := false
	if s.breakAt(0) > 0 {
		s.skipBreak()
	}
	indent, more = s.blockBreaks(indent, more)
	for s.column == indent && s.at(0) != 0 {
		blank := isBlank(s.at(0))
		if c == '>' && !wasBlank && !blank && len(first) > 0 && first[0] == '\n' {
			if len(more) == 0 {
				text = append(text, ' ')
			}
		} else {
			text = append(text, first...)
		}
		text = append(text, more...)
		wasBlank = blank
		from := s.pos
		for !s.lineEnds() {
			s.skip()
		}
		text = append(text, s.src[from:s.pos]...)
		end = s.pos
		first = s.readBreak(first[:0])
		indent, more = s.blockBreaks(indent, more[:0])
	}
	if chomp != '-' {
		text = append(text, first...)
	}
	if chomp == '+' {
		text = append(text, more...)
		if len(more) > 0 {
			// The empty lines are text, too, but for the end of the last.
			end = len(bytes.TrimSuffix(bytes.TrimSuffix(s.src[:lineStart(s.src, s.pos)], []byte("\n")), []byte("\r")))
		}
	}
	t := s.add(scalarToken, start)
	t.end, t.value, t.style = end, string(text), Literal
	if c == '>' {
		t.style = Folded
	}
}

// blockHeader reads what stands behind | or >: how to treat the last line breaks, the depth of the text, a comment.
func (s *scanner) blockHeader(start int) (chomp byte, indent, end int) {
	for range 2 {
		switch c := s.at(0); {
		case (c == '+' || c == '-') && chomp == 0:
			chomp = c
		case isDigit(c) && indent == 0:
			if c == '0' {
				s.fail(s.pos, s.pos+1, "", "found the indentation 0 for a block of text, expected 1 to 9")
			}
			indent = int(c - '0')
		default:
			continue
		}
		s.skip()
	}
	end = s.pos
	for isBlank(s.at(0)) {
		s.skip()
	}
	s.comment()
	if !s.lineEnds() {
		s.fail(s.pos, s.pos+1, s.quoteHint(start), "found text behind `%c` on its line, expected the block of text on the lines below", s.src[start])
	}
	return chomp, indent, end
}

// blockBreaks passes empty lines of a block scalar, and finds its depth at its first line of text.
func (s *scanner) blockBreaks(indent int, more []byte) (depth int, breaks []byte) {
	deepest := 0
	for {
		for (indent == 0 || s.column < indent) && s.at(0) == ' ' {
			s.skip()
		}
		deepest = max(deepest, s.column)
		if (indent == 0 || s.column < indent) && s.at(0) == '\t' {
			s.fail(s.pos, s.pos+1, "replace the tab with spaces", "found a tab where YAML expects spaces: tabs cannot indent")
		}
		if s.breakAt(0) == 0 {
			break
		}
		more = s.readBreak(more)
	}
	if indent == 0 {
		indent = max(deepest, s.indent+1, 1)
	}
	return indent, more
}
