package shell

import "strings"

// token is a word of a script, with its quotes, or an operator.
type token struct {
	text     string
	operator bool
	quoted   bool
}

// operators, the longer ones first.
var operators = []string{"<<<", "<<-", "&&", "||", ";;", "<<", ">>", "<&", ">&", "&>", "|&", ";", "&", "|", "(", ")", "<", ">", "\n"}

// tokens takes a script apart. What stands in quotes, in $( ) and in here-documents does not count as operators.
func tokens(script string) []token {
	var (
		list []token
		docs []string // the ends of the here-documents that begin with the next line
		word strings.Builder
		s    = scanner{text: strings.ReplaceAll(script, "\r\n", "\n")}
	)
	quoted := false
	end := func() {
		if word.Len() > 0 || quoted {
			text := word.String()
			if n := len(list); n > 0 && list[n-1].operator && (list[n-1].text == "<<" || list[n-1].text == "<<-") {
				docs = append(docs, strings.Trim(text, `'"\`))
			}
			list = append(list, token{text: text, quoted: quoted})
		}
		word.Reset()
		quoted = false
	}
	for !s.done() {
		switch c := s.peek(); {
		case c == '\\':
			s.take(2, &word)
		case c == '\'' || c == '"' || c == '`':
			quoted = true
			s.quote(c, &word)
		case c == '$' && (s.after() == '(' || s.after() == '{'):
			s.nested(&word)
		case c == '#' && word.Len() == 0 && !quoted:
			s.skipTo('\n')
		case c == ' ' || c == '\t' || c == '\r':
			end()
			s.i++
		default:
			op := s.operator()
			if op == "" {
				s.take(1, &word)
				continue
			}
			end()
			list = append(list, token{text: op, operator: true})
			s.i += len(op)
			if op == "\n" {
				for _, d := range docs {
					s.skipDocument(d)
				}
				docs = nil
			}
		}
	}
	end()
	return list
}

// scanner goes through a script.
type scanner struct {
	text string
	i    int
}

func (s *scanner) done() bool { return s.i >= len(s.text) }

func (s *scanner) peek() byte { return s.text[s.i] }

// after is the character behind the next one; 0 at the end.
func (s *scanner) after() byte {
	if s.i+1 >= len(s.text) {
		return 0
	}
	return s.text[s.i+1]
}

func (s *scanner) operator() string {
	for _, op := range operators {
		if strings.HasPrefix(s.text[s.i:], op) {
			return op
		}
	}
	return ""
}

func (s *scanner) take(n int, to *strings.Builder) {
	n = min(n, len(s.text)-s.i)
	to.WriteString(s.text[s.i : s.i+n])
	s.i += n
}

// quote takes what stands in quotes; only in ' is a backslash one.
func (s *scanner) quote(q byte, to *strings.Builder) {
	s.take(1, to)
	for !s.done() {
		switch c := s.peek(); {
		case c == q:
			s.take(1, to)
			return
		case c == '\\' && q != '\'':
			s.take(2, to)
		case c == '$' && q == '"' && (s.after() == '(' || s.after() == '{'):
			s.nested(to)
		default:
			s.take(1, to)
		}
	}
}

// nested takes $( ) and ${ }, whatever is in them.
func (s *scanner) nested(to *strings.Builder) {
	open, end := s.after(), byte(')')
	if open == '{' {
		end = '}'
	}
	s.take(2, to)
	for depth := 1; depth > 0 && !s.done(); {
		switch c := s.peek(); c {
		case '\\':
			s.take(2, to)
			continue
		case '\'', '"':
			s.quote(c, to)
			continue
		case open:
			depth++
		case end:
			depth--
		}
		s.take(1, to)
	}
}

func (s *scanner) skipTo(c byte) {
	if n := strings.IndexByte(s.text[s.i:], c); n >= 0 {
		s.i += n
	} else {
		s.i = len(s.text)
	}
}

// skipDocument skips a here-document up to the line that ends it.
func (s *scanner) skipDocument(end string) {
	for !s.done() {
		line := s.text[s.i:]
		if n := strings.IndexByte(line, '\n'); n >= 0 {
			line = line[:n]
			s.i++
		}
		s.i += len(line)
		if strings.TrimLeft(line, "\t") == end {
			return
		}
	}
}
