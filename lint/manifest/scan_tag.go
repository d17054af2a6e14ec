package manifest

import (
	"strings"
	"unicode/utf8"
)

// word passes letters, digits, dashes and underscores, and returns them.
func (s *scanner) word() string {
	from := s.pos
	for isWord(s.at(0)) {
		s.skip()
	}
	return s.text[from:s.pos]
}

// anchor reads &name or *name.
func (s *scanner) anchor(kind tokenKind) {
	start := s.pos
	s.skip()
	name := s.word()
	if name == "" || !s.ends(0) && !strings.ContainsRune("?:,]}%@`", rune(s.at(0))) {
		what := "`*`, which begins an alias (a reference to an anchor)"
		if kind == anchorToken {
			what = "`&`, which begins an anchor"
		}
		end := s.pos
		if !s.lineEnds() {
			end++
		}
		s.fail(start, end, s.quoteHint(start), "found %s, expected a name of letters, digits, - and _ behind it", what)
	}
	t := s.add(kind, start)
	t.value = name
}

// tag reads !name, !handle!name or !<uri>.
func (s *scanner) tag() {
	start := s.pos
	handle, suffix := "", ""
	if s.at(1) == '<' {
		s.skip()
		s.skip()
		suffix = s.uri(start, "", false)
		if s.at(0) != '>' {
			s.fail(start, s.pos, "", "found a tag that begins with `!<`, expected `>` at its end")
		}
		s.skip()
	} else {
		handle = s.handle(start)
		if len(handle) > 1 && strings.HasSuffix(handle, "!") {
			suffix = s.uri(start, "", false)
		} else {
			suffix = s.uri(start, handle[1:], true)
			handle = "!"
			if suffix == "" { // a lone ! is a tag by itself
				handle, suffix = suffix, handle
			}
		}
	}
	if !s.ends(0) {
		s.fail(start, s.pos+1, s.quoteHint(start), "found `!`, which begins a tag, and %s in its name", excerpt(s.src[s.pos:min(s.pos+1, len(s.src))]))
	}
	t := s.add(tagToken, start)
	t.value, t.suffix = handle, suffix
}

// handle reads the part of a tag that a directive may define: !, !! or !name!.
func (s *scanner) handle(start int) string {
	if s.at(0) != '!' {
		s.fail(start, s.pos+1, "", "found no `!` where a tag's handle should begin")
	}
	from := s.pos
	s.skip()
	s.word()
	if s.at(0) == '!' {
		s.skip()
	}
	return string(s.src[from:s.pos])
}

// uri reads the rest of a tag behind what was read already.
func (s *scanner) uri(start int, head string, mayBeEmpty bool) string {
	text := []byte(head)
	from := s.pos
	for isWord(s.at(0)) || s.at(0) != 0 && strings.IndexByte(";/?:@&=+$,.!~*'()[]%", s.at(0)) >= 0 {
		if s.at(0) == '%' {
			text = s.uriEscape(start, text)
			continue
		}
		text = append(text, s.at(0))
		s.skip()
	}
	if s.pos == from && !mayBeEmpty {
		s.fail(start, s.pos+1, "", "found a tag without a name")
	}
	return string(text)
}

// uriEscape reads one character written as %XX octets of UTF-8.
func (s *scanner) uriEscape(start int, text []byte) []byte {
	var octets []byte
	for want := 1; len(octets) < want; {
		high, low := hexDigit(s.at(1)), -1
		if high >= 0 {
			low = hexDigit(s.at(2))
		}
		if s.at(0) != '%' || low < 0 {
			s.fail(start, s.pos+1, "", "found a tag in which `%%` is not followed by two hexadecimal digits")
		}
		octets = append(octets, byte(high<<4|low))
		switch first := octets[0]; {
		case first&0xE0 == 0xC0:
			want = 2
		case first&0xF0 == 0xE0:
			want = 3
		case first&0xF8 == 0xF0:
			want = 4
		}
		s.skip()
		s.skip()
		s.skip()
	}
	if !utf8.Valid(octets) {
		s.fail(start, s.pos, "", "found a tag with escapes that are not UTF-8")
	}
	return append(text, octets...)
}

// directive reads %YAML or %TAG.
func (s *scanner) directive() {
	start := s.pos
	s.skip()
	name := s.word()
	if !s.ends(0) || name != "YAML" && name != "TAG" {
		s.fail(start, s.pos, s.quoteHint(start), "found `%%` at the start of a line, which begins a directive, expected %%YAML or %%TAG")
	}
	s.blanks()
	var t token
	if name == "YAML" {
		major := s.versionNumber(start)
		if s.at(0) != '.' {
			s.fail(start, s.pos+1, "", "found a %%YAML directive without a version such as 1.1")
		}
		s.skip()
		t = token{kind: versionDirective, value: major + "." + s.versionNumber(start)}
	} else {
		t = s.tagDirective(start)
	}
	t.start, t.end = start, s.pos
	s.blanks()
	s.comment()
	if !s.lineEnds() {
		s.fail(s.pos, s.pos+1, "", "found text behind the directive %%%s, expected the end of the line", name)
	}
	if s.breakAt(0) > 0 {
		s.skipBreak()
	}
	s.tokens = append(s.tokens, t)
}

func (s *scanner) blanks() {
	for isBlank(s.at(0)) {
		s.skip()
	}
}

func (s *scanner) versionNumber(start int) string {
	from := s.pos
	for isDigit(s.at(0)) {
		s.skip()
	}
	if n := s.pos - from; n < 1 || n > 2 {
		s.fail(start, s.pos+1, "", "found a %%YAML directive without a version such as 1.1")
	}
	// 1.01 is 1.1
	number := strings.TrimLeft(string(s.src[from:s.pos]), "0")
	if number == "" {
		return "0"
	}
	return number
}

func (s *scanner) tagDirective(start int) token {
	handle := s.handle(start)
	if handle != "!" && !strings.HasSuffix(handle, "!") || !isBlank(s.at(0)) {
		s.fail(start, s.pos+1, "", "found a %%TAG directive, expected a handle such as !e! and a space")
	}
	s.blanks()
	prefix := s.uri(start, "", false)
	if !s.ends(0) {
		s.fail(start, s.pos+1, "", "found a %%TAG directive with characters that its prefix cannot have")
	}
	return token{kind: tagDirective, value: handle, suffix: prefix}
}
