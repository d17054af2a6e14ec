package manifest

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// jsonGuess is how far kubectl looks into a file for the brace of a JSON object, in bytes.
const jsonGuess = 4096

// Parse reads a file. It returns the documents that kubectl would read, and goes on where kubectl would stop: a
// document that cannot be read is there without Root and with its Problem, and those behind the next separator are
// read as well. Documents that are empty or null are left out.
//
// data must not be changed while the documents are in use.
func Parse(file string, data []byte, limits Limits) []Document {
	return new(Parser).Parse(file, data, limits)
}

// Parser reads files one after the other. It is for who reads many: it keeps the memory that only reading needs. It must not be used
// by several goroutines at once.
type Parser struct {
	raws    slab[raw] // of one document at a time
	scanner scanner
}

// Parse is the function Parse.
func (m *Parser) Parse(file string, data []byte, limits Limits) []Document {
	p := &parser{file: file, data: data, src: data, limits: limits.withDefaults(), memory: m}
	p.nodes = p.limits.Nodes
	if len(data) > p.limits.Bytes {
		p.lines = newLineIndex(data[:0])
		p.refuse(0, failure{kind: Limit, message: fmt.Sprintf("the file has %d bytes, more than the %d that are read", len(data), p.limits.Bytes)})
		p.docs[0].Source = data[:0]
		return p.docs
	}
	p.lines = newLineIndex(data)
	if bytes.HasPrefix(data, []byte{0xFF, 0xFE}) || bytes.HasPrefix(data, []byte{0xFE, 0xFF}) {
		p.refuse(0, failure{
			kind: Encoding, end: 2, message: "found UTF-16, expected UTF-8",
			hint: "save the file as UTF-8; in PowerShell: Out-File -Encoding utf8",
		})
		return p.docs
	}
	// kubectl ends each line with a line break, the last one, too.
	if n := len(data); n > 0 && data[n-1] != '\n' {
		p.src = make([]byte, n+1)
		copy(p.src, data)
		p.src[n] = '\n'
	}
	p.text = string(p.src)
	at := 0
	if head := bytes.TrimLeftFunc(data[:min(len(data), jsonGuess)], unicode.IsSpace); bytes.HasPrefix(head, []byte{'{'}) {
		at = p.jsonDocuments()
	}
	p.yamlDocuments(at)
	return p.docs
}

// parser reads one file.
type parser struct {
	file     string
	data     []byte // the file
	src      []byte // the file with a line break at its end
	text     string // the same
	limits   Limits
	lines    *lineIndex
	memory   *Parser
	made     slab[Node]
	nodes    int // how many values the file may still have
	docs     []Document
	comments []Comment // of empty documents, for the next document
	likely   *failure  // what is wrong with the file as JSON, if it was likely meant to be
}

// add appends a document.
func (p *parser) add(d *Document) {
	d.File, d.Index, d.Source = p.file, len(p.docs), p.data
	d.Comments = append(p.comments, d.Comments...)
	p.comments = nil
	p.docs = append(p.docs, *d)
}

// refuse appends a document of which nothing is known but its problem.
func (p *parser) refuse(start int, f failure) {
	f.related = -1
	d := &Document{Range: p.lines.span(start, len(p.data))}
	d.Problems = []Problem{p.problem(f)}
	p.add(d)
}

// problem gives a failure its position.
func (p *parser) problem(f failure) Problem {
	q := Problem{Kind: f.kind, Range: p.lines.span(f.start, f.end), Message: f.message, Hint: f.hint}
	if f.related >= 0 {
		r := p.lines.span(f.related, f.related)
		q.Related = &r
	}
	return q
}

// catch runs do, and returns the failure that it ended with.
func catch(do func()) (f *failure) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case failure:
			f = &r
		default:
			// A mistake of this package must not take the program with it.
			f = &failure{kind: Syntax, related: -1, message: fmt.Sprintf("the parser failed: %v", r)}
		}
	}()
	do()
	return nil
}

// jsonDocuments reads JSON objects that follow each other, and returns from where on the file is YAML: as kubectl
// does, which gives up on JSON at the first error, unless two objects were JSON before it.
func (p *parser) jsonDocuments() int {
	at := 0
	for count := 0; ; count++ {
		b := &builder{lines: p.lines, made: &p.made}
		j := &jsonReader{src: p.data, whole: p.text, pos: at, limits: p.limits, nodes: &p.nodes, builder: b}
		if j.space(); j.pos == len(j.src) {
			return len(p.src)
		}
		start := j.pos
		var root *Node
		f := catch(func() { root = j.value() })
		if f == nil {
			at = j.pos
			d := &Document{Range: p.lines.span(start, at), Root: root, Problems: b.problems, JSON: true}
			if j.large != nil {
				d.Root, d.Problems = nil, append(d.Problems, p.problem(*j.large))
			}
			if root.Kind != Null {
				p.add(d)
			}
			continue
		}
		if count > 1 || f.kind == Limit {
			p.refuseJSON(start, *f)
			return p.separator(start)
		}
		if count == 0 && p.meantAsJSON(start) {
			p.likely = f
		}
		behind, ok := p.afterSpace(at)
		if !ok {
			p.refuseJSON(start, *f)
			return len(p.src)
		}
		return behind
	}
}

// refuseJSON appends a document that is no JSON though all before it were.
func (p *parser) refuseJSON(start int, f failure) {
	d := &Document{Range: p.lines.span(start, p.separator(start)), JSON: true}
	d.Problems = []Problem{p.problem(f)}
	p.add(d)
}

// separator is the offset of the next line that begins with ---, or the end.
func (p *parser) separator(at int) int {
	if i := bytes.Index(p.src[at:], []byte("\n---")); i >= 0 {
		return at + i + 1
	}
	return len(p.src)
}

// meantAsJSON says that an object begins as only JSON is written by hand.
func (p *parser) meantAsJSON(at int) bool {
	rest := bytes.TrimLeftFunc(p.data[at+1:], unicode.IsSpace)
	return strings.HasSuffix(p.file, ".json") || len(rest) > 0 && rest[0] == '"'
}

// afterSpace passes space up to the first line break, as kubectl does before it reads on in YAML. That takes four
// bytes at a time, and fails at the end of the file.
func (p *parser) afterSpace(at int) (int, bool) {
	for at+4 <= len(p.data) {
		r, n := utf8.DecodeRune(p.data[at:])
		if !unicode.IsSpace(r) {
			return at, r != utf8.RuneError
		}
		at += n
		if r == '\n' {
			return at, true
		}
	}
	return at, false
}

// yamlDocuments splits the file from an offset on as kubectl does: at lines that begin with ---. The first separator
// belongs to the document behind it.
func (p *parser) yamlDocuments(at int) {
	start := at
	for at < len(p.src) {
		next := at + bytes.IndexByte(p.src[at:], '\n') + 1
		line := p.src[at:next]
		if !bytes.HasPrefix(line, []byte("---")) {
			at = next
			continue
		}
		rest := bytes.TrimSpace(line[3:])
		switch {
		case len(rest) > 0 && rest[0] != '#':
			if at > start {
				p.yamlDocument(start, at)
			}
			behind := at + bytes.Index(line, rest)
			p.refuseSeparator(at, behind, behind+len(rest))
			start = next
		case at > start:
			p.yamlDocument(start, at)
			start = next
			p.separatorComment(at, next)
		}
		at = next
	}
	if len(p.src) > start {
		p.yamlDocument(start, len(p.src))
	}
}

// refuseSeparator appends a document for a line that begins with --- and does not end there.
func (p *parser) refuseSeparator(line, start, end int) {
	d := &Document{Range: p.lines.span(line, end)}
	d.Problems = []Problem{p.problem(failure{
		kind: Syntax, start: start, end: end, related: -1,
		message: fmt.Sprintf("found %s behind the separator `---`, expected the end of the line or a comment", excerpt(p.src[start:end])),
		hint:    "put it on a line of its own: kubectl stops reading the file here",
	})}
	p.add(d)
}

// separatorComment keeps the comment behind a separator, for the document that follows.
func (p *parser) separatorComment(line, next int) {
	i := bytes.IndexByte(p.src[line:next], '#')
	if i < 0 {
		return
	}
	end := line + len(bytes.TrimRight(p.src[line:next], "\r\n"))
	p.comments = append(p.comments, p.comment(line+i, end))
}

func (p *parser) comment(start, end int) Comment {
	before := p.src[lineStart(p.src, start):start]
	return Comment{
		Range:   p.lines.span(start, end),
		Text:    strings.TrimSpace(string(p.src[start+1 : end])),
		OwnLine: len(bytes.TrimSpace(bytes.TrimPrefix(before, utf8Mark))) == 0,
	}
}

// yamlDocument reads one document of YAML between two offsets.
func (p *parser) yamlDocument(start, end int) {
	d := &Document{Range: p.lines.span(start, end)}
	src := p.src[:end]
	from := start
	if bytes.HasPrefix(src[start:], utf8Mark) {
		from += len(utf8Mark)
	}
	if i, n, what := badChar(src[from:]); n > 0 {
		d.Problems = []Problem{p.problem(failure{
			kind: Encoding, start: from + i, end: from + i + n, related: -1,
			message: fmt.Sprintf("found %s (0x%X), expected text in UTF-8", what, src[from+i:from+i+n]),
		})}
		p.add(d)
		return
	}
	p.memory.scanner.reset(src, p.text[:end], from, p.limits.Depth)
	p.memory.raws.reset()
	c := &composer{scanner: &p.memory.scanner, raws: &p.memory.raws, end: from, nodes: p.nodes}
	b := &builder{lines: p.lines, made: &p.made}
	f := catch(func() {
		r := c.document()
		if r == nil {
			return
		}
		ignored := c.ignored()
		p.made.reserve(p.nodes - c.nodes - c.keys)
		b.nodes = c.nodes
		d.Root = b.root(r)
		if ignored >= 0 {
			d.Problems = append(d.Problems, p.ignoredText(ignored, end))
		}
		c.nodes = b.nodes
	})
	p.nodes = c.nodes
	for _, t := range c.comments {
		d.Comments = append(d.Comments, p.comment(t.start, t.end))
	}
	d.Problems = append(d.Problems, b.problems...)
	switch {
	case f != nil:
		d.Root = nil
		if p.likely != nil {
			f = p.likely
		}
		d.Problems = append(d.Problems, p.problem(p.explain(*f, src, from)))
	case d.Root == nil || d.Root.Kind == Null:
		p.comments = append(p.comments, d.Comments...)
		p.likely = nil
		return
	}
	p.likely = nil
	p.add(d)
}

// ignored is the offset of text behind the end of the document, or -1.
func (c *composer) ignored() int {
	t := *c.peek()
	if t.kind != documentEnd {
		if t.kind == streamEnd {
			return -1
		}
		return t.start
	}
	for at := t.end; at < len(c.src); {
		line := c.src[at:]
		if i := bytes.IndexByte(line, '\n'); i >= 0 {
			line = line[:i+1]
		}
		text := bytes.TrimSpace(line)
		if len(text) > 0 && text[0] != '#' {
			return at + bytes.Index(line, text)
		}
		at += len(line)
	}
	return -1
}

func (p *parser) ignoredText(start, end int) Problem {
	return p.problem(failure{
		kind: IgnoredText, start: start, end: start + len(bytes.TrimSpace(p.src[start:end])), related: -1,
		message: "the document ends before this text, which kubectl does not read",
		hint:    "check the indentation of the lines before it, or separate documents with a line `---`",
	})
}
