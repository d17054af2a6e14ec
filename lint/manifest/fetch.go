package manifest

import "fmt"

// fetch scans at least one more token.
func (s *scanner) fetch() {
	s.toToken()
	s.closeTo(s.column)
	c := s.at(0)
	switch {
	case c == 0:
		s.fetchEnd()
	case c == '%' && s.column == 0:
		s.closeAll()
		s.directive()
	case s.documentMark():
		s.fetchDocumentMark(c)
	case c == '[' || c == '{':
		s.fetchFlowStart(c)
	case c == ']' || c == '}':
		s.fetchFlowEnd(c)
	case c == ',':
		s.dropKey(&s.keys[len(s.keys)-1])
		s.keyAllowed = true
		s.indicator(flowComma)
	case c == '-' && s.ends(1):
		s.fetchDash()
	case c == '?' && (s.flow > 0 || s.ends(1)):
		s.fetchKey()
	case c == ':' && (s.flow > 0 || s.ends(1)):
		s.fetchColon()
	case c == '*':
		s.saveKey()
		s.keyAllowed = false
		s.anchor(aliasToken)
	case c == '&':
		s.saveKey()
		s.keyAllowed = false
		s.anchor(anchorToken)
	case c == '!':
		s.saveKey()
		s.keyAllowed = false
		s.tag()
	case (c == '|' || c == '>') && s.flow == 0:
		s.dropKey(&s.keys[len(s.keys)-1])
		s.keyAllowed = true
		s.blockScalar(c)
	case c == '\'' || c == '"':
		s.saveKey()
		s.keyAllowed = false
		s.quoted(c)
	case s.beginsPlain(c):
		s.saveKey()
		s.keyAllowed = false
		s.plain()
	default:
		s.failStart(c)
	}
}

// indicator makes a token of one character.
func (s *scanner) indicator(kind tokenKind) {
	start := s.pos
	s.skip()
	s.add(kind, start)
}

// closeAll ends all block collections before something that can only stand outside of them.
func (s *scanner) closeAll() {
	s.closeTo(-1)
	s.dropKey(&s.keys[len(s.keys)-1])
	s.keyAllowed = false
}

func (s *scanner) fetchEnd() {
	if s.column != 0 {
		s.column = 0
		s.line++
	}
	s.closeAll()
	s.add(streamEnd, s.pos)
}

func (s *scanner) fetchDocumentMark(c byte) {
	s.closeAll()
	start := s.pos
	for range 3 {
		s.skip()
	}
	if c == '-' {
		s.add(documentStart, start)
	} else {
		s.add(documentEnd, start)
	}
}

func (s *scanner) fetchFlowStart(c byte) {
	s.saveKey()
	start := s.pos
	s.skip()
	// The token belongs to the level outside: it may begin a key there.
	if c == '[' {
		s.add(flowListStart, start)
	} else {
		s.add(flowMapStart, start)
	}
	s.keys = append(s.keys, simpleKey{number: s.number() - 1})
	s.flow++
	s.checkDepth(start)
	s.keyAllowed = true
}

func (s *scanner) fetchFlowEnd(c byte) {
	s.dropKey(&s.keys[len(s.keys)-1])
	if s.flow > 0 {
		s.flow--
		s.forget(s.keys[len(s.keys)-1].number)
		s.keys = s.keys[:len(s.keys)-1]
	}
	s.keyAllowed = false
	if c == ']' {
		s.indicator(flowListEnd)
	} else {
		s.indicator(flowMapEnd)
	}
}

// forget lets a token go without waiting for a colon behind it. If nothing in a flow collection could have been a key,
// that token is the bracket that opened it. So does go.yaml.in/yaml/v2, in which []: x is therefore the list [] with
// text behind it that it ignores.
func (s *scanner) forget(number int) {
	if number >= s.taken {
		s.tokens[s.head+number-s.taken].key = 0
	}
}

func (s *scanner) fetchDash() {
	if s.flow == 0 {
		if !s.keyAllowed {
			s.fail(s.pos, s.pos+1, "begin the list on a line of its own, or put the value in quotes",
				"found `- `, which begins an item of a list, where no item can begin")
		}
		s.open(s.column, s.number(), blockListStart, s.pos)
	}
	s.dropKey(&s.keys[len(s.keys)-1])
	s.keyAllowed = true
	s.indicator(listEntry)
}

func (s *scanner) fetchKey() {
	if s.flow == 0 {
		if !s.keyAllowed {
			s.fail(s.pos, s.pos+1, "put the value in quotes", "found `? `, which begins a key, where no key can begin")
		}
		s.open(s.column, s.number(), blockMapStart, s.pos)
	}
	s.dropKey(&s.keys[len(s.keys)-1])
	s.keyAllowed = s.flow == 0
	s.indicator(keyMark)
}

func (s *scanner) fetchColon() {
	k := &s.keys[len(s.keys)-1]
	if s.stillKey(k) {
		s.insert(k.number, keyMark, k.pos)
		s.open(k.column, k.number, blockMapStart, k.pos)
		k.possible = false
		s.keyAllowed = false
	} else {
		if s.flow == 0 {
			if !s.keyAllowed {
				s.fail(s.pos, s.pos+1, "put a value that contains a colon and a space in quotes; if this is a key, check its indentation",
					"found `:` where no key can end")
			}
			s.open(s.column, s.number(), blockMapStart, s.pos)
		}
		s.keyAllowed = s.flow == 0
	}
	s.indicator(valueMark)
}

// beginsPlain says whether a value without quotes may begin with what stands here.
func (s *scanner) beginsPlain(c byte) bool {
	switch c {
	case '-':
		return !isBlank(s.at(1))
	case '?', ':':
		return s.flow == 0 && !s.ends(1)
	case ',', '[', ']', '{', '}', '#', '&', '*', '!', '|', '>', '\'', '"', '%', '@', '`':
		return false
	default:
		return !s.ends(0)
	}
}

// failStart refuses a character that nothing can begin with.
func (s *scanner) failStart(c byte) {
	if c == '\t' {
		s.fail(s.pos, s.pos+1, "replace the tab with spaces", "found a tab where YAML expects spaces: tabs cannot indent")
	}
	s.fail(s.pos, s.pos+1, s.quoteHint(s.pos), "found `%c`, which cannot begin a value", c)
}

// failKey refuses text that stands where only a key can stand.
func (s *scanner) failKey(k *simpleKey) {
	end := k.pos
	for end < len(s.src) && breakLen(s.src[end:]) == 0 {
		end++
	}
	s.fail(k.pos, end, "a key and its value are written `key: value`, with a space behind the colon",
		"found %s, expected a key with a colon behind it", excerpt(s.src[k.pos:end]))
}

// quoteHint proposes the rest of the line in quotes.
func (s *scanner) quoteHint(pos int) string {
	end := pos
	for end < len(s.src) && breakLen(s.src[end:]) == 0 && (s.src[end] != '#' || !isBlank(s.src[end-1])) {
		end++
	}
	for end > pos && isBlank(s.src[end-1]) {
		end--
	}
	return fmt.Sprintf("put the value in quotes: %q", s.src[pos:end])
}

// excerpt quotes the start of some text for a message.
func excerpt(b []byte) string {
	const most = 40
	runes := []rune(string(b[:min(len(b), 4*most)]))
	if len(runes) > most {
		return fmt.Sprintf("%#q", string(runes[:most-3])+"...")
	}
	return fmt.Sprintf("%#q", string(runes))
}
