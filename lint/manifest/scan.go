package manifest

import "fmt"

type tokenKind uint8

const (
	streamEnd tokenKind = iota
	versionDirective
	tagDirective
	documentStart
	documentEnd
	blockListStart
	blockMapStart
	blockEnd
	flowListStart
	flowListEnd
	flowMapStart
	flowMapEnd
	listEntry // the dash of a block list
	flowComma
	keyMark   // ?, or the place before a key
	valueMark // the colon
	aliasToken
	anchorToken
	tagToken
	scalarToken
)

// token is a piece of YAML with its offsets in the file.
type token struct {
	kind       tokenKind
	style      Style
	start, end int
	value      string // scalar, anchor, alias, handle of a tag
	suffix     string // of a tag; prefix of a tag directive
	key        int    // 1 + the level of the simple key that may begin here, or 0
}

// simpleKey is a place where a key without ? may have begun: only a colon shows that it did.
type simpleKey struct {
	possible bool
	required bool // by its indentation it can be nothing but a key
	number   int  // of its first token, counted from the start of the document
	place
}

// place is where the scanner stands. Lines and columns are those that YAML's indentation counts: from 0, and lines
// end at NEL, LS and PS, too.
type place struct {
	pos, line, column int
	index             int // characters since the start
}

// maxKeyLength is how many characters a key without ? may have at most, in YAML 1.1.
const maxKeyLength = 1024

// failure is what the scanner and the parser panic with. Parse turns it into a problem of the document.
type failure struct {
	kind       ProblemKind
	start, end int
	related    int // an offset, or -1
	message    string
	hint       string
}

// scanner cuts a document into tokens. It follows the way that the YAML 1.1 specification and all the libyaml family
// go: a block collection is opened when its first key or dash is seen deeper than its parent, and closed by a token
// of its own when the indentation falls back.
type scanner struct {
	src  []byte // the whole file up to the end of the document
	text string // the same; pieces of it are the values of scalars
	place

	indent  int // column of the innermost block collection, -1 outside of all
	indents []int
	flow    int // how many flow collections are open
	depth   int // the most that may be open

	keys       []simpleKey // the candidate of each flow level
	keyAllowed bool        // a simple key may begin here

	tokens []token
	head   int // the next token in tokens
	taken  int // how many were taken from the front

	comments []token
}

// reset begins a document. It keeps the memory that the one before took, unless that is much.
func (s *scanner) reset(src []byte, text string, start, depth int) {
	const most = 1000
	keys, tokens, indents := s.keys[:0], s.tokens[:0], s.indents[:0]
	if cap(keys) > most || cap(tokens) > most || cap(indents) > most {
		keys, tokens, indents = nil, nil, nil
	}
	keys = append(keys, simpleKey{})
	*s = scanner{
		src: src, text: text, place: place{pos: start}, indent: -1, indents: indents, depth: depth, keys: keys, keyAllowed: true, tokens: tokens,
	}
}

func (s *scanner) fail(start, end int, hint, format string, args ...any) {
	panic(failure{kind: Syntax, start: start, end: end, related: -1, message: fmt.Sprintf(format, args...), hint: hint})
}

// at is the byte n places ahead; behind the end there are zeros, which no document contains.
func (s *scanner) at(n int) byte {
	if s.pos+n < len(s.src) {
		return s.src[s.pos+n]
	}
	return 0
}

// breakAt is the length of the line break n bytes ahead, or 0.
func (s *scanner) breakAt(n int) int {
	if s.pos+n >= len(s.src) {
		return 0
	}
	return breakLen(s.src[s.pos+n:])
}

// ends says that n bytes ahead there is space, a line break or the end.
func (s *scanner) ends(n int) bool {
	c := s.at(n)
	return c == 0 || isBlank(c) || s.breakAt(n) > 0
}

// lineEnds is ends without the space.
func (s *scanner) lineEnds() bool { return s.at(0) == 0 || s.breakAt(0) > 0 }

// skip passes one character.
func (s *scanner) skip() {
	s.pos++
	for s.pos < len(s.src) && s.src[s.pos]&0xC0 == 0x80 {
		s.pos++
	}
	s.column++
	s.index++
}

// skipBreak passes a line break.
func (s *scanner) skipBreak() {
	s.pos += s.breakAt(0)
	s.index++
	s.column = 0
	s.line++
}

// readBreak passes a line break and adds it to b, as YAML normalises it.
func (s *scanner) readBreak(b []byte) []byte {
	n := s.breakAt(0)
	if n == 3 {
		b = append(b, s.src[s.pos:s.pos+n]...)
	} else if n > 0 {
		b = append(b, '\n')
	}
	if n > 0 {
		s.skipBreak()
	}
	return b
}

// peek is the next token.
func (s *scanner) peek() *token {
	for s.head == len(s.tokens) || s.undecided() {
		s.fetch()
	}
	return &s.tokens[s.head]
}

// next takes the next token.
func (s *scanner) next() token {
	t := *s.peek()
	s.head++
	s.taken++
	if s.head == len(s.tokens) {
		s.tokens, s.head = s.tokens[:0], 0
	}
	return t
}

// undecided says that the next token may yet turn out to begin a key, which would put other tokens before it.
func (s *scanner) undecided() bool {
	level := s.tokens[s.head].key - 1
	if level < 0 || level >= len(s.keys) {
		return false
	}
	k := &s.keys[level]
	return k.possible && k.number == s.taken && s.stillKey(k)
}

// stillKey says whether a candidate can still be a key: those end on their line and within 1024 characters.
func (s *scanner) stillKey(k *simpleKey) bool {
	if !k.possible {
		return false
	}
	if k.line < s.line || k.index+maxKeyLength < s.index {
		s.dropKey(k)
	}
	return k.possible
}

// dropKey gives up a candidate.
func (s *scanner) dropKey(k *simpleKey) {
	if k.possible && k.required {
		s.failKey(k)
	}
	k.possible = false
}

// saveKey notes that a key may begin here.
func (s *scanner) saveKey() {
	if !s.keyAllowed {
		return
	}
	k := &s.keys[len(s.keys)-1]
	s.dropKey(k)
	*k = simpleKey{
		possible: true,
		required: s.flow == 0 && s.indent == s.column,
		number:   s.taken + len(s.tokens) - s.head,
		place:    s.place,
	}
}

// add appends a token that starts at start and ends here. It knows if a key may begin with it.
func (s *scanner) add(kind tokenKind, start int) *token {
	t := token{kind: kind, start: start, end: s.pos}
	if k := &s.keys[len(s.keys)-1]; k.possible && k.number == s.taken+len(s.tokens)-s.head {
		t.key = len(s.keys)
	}
	s.tokens = append(s.tokens, t)
	return &s.tokens[len(s.tokens)-1]
}

// insert puts a token of no width before the token with that number, or at the end if that one is gone.
func (s *scanner) insert(number int, kind tokenKind, pos int) {
	if number < s.taken {
		number = s.number()
	}
	i := s.head + number - s.taken
	s.tokens = append(s.tokens, token{})
	copy(s.tokens[i+1:], s.tokens[i:])
	s.tokens[i] = token{kind: kind, start: pos, end: pos}
}

// open begins a block collection at a column, unless it is open already.
func (s *scanner) open(column, number int, kind tokenKind, pos int) {
	if s.flow > 0 || s.indent >= column {
		return
	}
	s.indents = append(s.indents, s.indent)
	s.indent = column
	s.checkDepth(pos)
	s.insert(number, kind, pos)
}

func (s *scanner) checkDepth(pos int) {
	if len(s.indents)+s.flow > s.depth {
		panic(failure{
			kind: Limit, start: pos, end: pos + 1, related: -1,
			message: fmt.Sprintf("lists and maps are nested more than %d deep", s.depth),
		})
	}
}

// closeTo ends the block collections deeper than a column.
func (s *scanner) closeTo(column int) {
	for s.flow == 0 && s.indent > column {
		s.tokens = append(s.tokens, token{kind: blockEnd, start: s.pos, end: s.pos})
		s.indent = s.indents[len(s.indents)-1]
		s.indents = s.indents[:len(s.indents)-1]
	}
}

// number is that of the token to come.
func (s *scanner) number() int { return s.taken + len(s.tokens) - s.head }

// toToken passes space, line breaks and comments.
func (s *scanner) toToken() {
	for {
		for s.at(0) == ' ' || (s.flow > 0 || !s.keyAllowed) && s.at(0) == '\t' {
			s.skip()
		}
		s.comment()
		if s.breakAt(0) == 0 {
			return
		}
		s.skipBreak()
		if s.flow == 0 {
			s.keyAllowed = true
		}
	}
}

// comment passes a comment, if there is one, and notes it.
func (s *scanner) comment() {
	if s.at(0) != '#' {
		return
	}
	start := s.pos
	for !s.lineEnds() {
		s.skip()
	}
	s.comments = append(s.comments, token{start: start, end: s.pos})
}

// documentMark says that --- or ... stands here, alone.
func (s *scanner) documentMark() bool {
	if s.column != 0 {
		return false
	}
	c := s.at(0)
	return (c == '-' || c == '.') && s.at(1) == c && s.at(2) == c && s.ends(3)
}
