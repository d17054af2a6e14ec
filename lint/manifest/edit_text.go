package manifest

import (
	"bytes"
	"strings"
)

// editor finds the text for changes of a document.
type editor struct{ doc *Document }

// span is where a member of a collection stands: its key or dash with all that belongs to it.
type span struct{ start, end int }

// span is where a member of n stands. Some keys have a question mark before them.
func (e *editor) span(n *Node, i int) span {
	s := n.span(i)
	if n.Kind == Map && n.Style == Block {
		before := bytes.TrimRight(e.doc.Source[:s.start], " \r\n")
		if len(before) > 0 && before[len(before)-1] == '?' && e.alone(len(before)-1) {
			s.start = len(before) - 1
		}
	}
	return s
}

func (n *Node) span(i int) span {
	if n.Kind == List {
		item := n.Items[i]
		if n.Style == Block {
			return span{item.dash, max(item.Range.End.Offset, item.dash+1)}
		}
		return span{item.outer, item.Range.End.Offset}
	}
	e := &n.Entries[i]
	return span{e.outer, max(e.Value.Range.End.Offset, e.KeyRange.End.Offset)}
}

func (n *Node) members() int { return len(n.Items) + len(n.Entries) }

// neighbours are the ends of the member before, and the start of the member behind, by their place in the text; -1 if
// there is none.
func (e *editor) neighbours(n *Node, i int) (before, behind int) {
	before, behind = -1, -1
	me := e.span(n, i)
	for k := range n.members() {
		s := e.span(n, k)
		switch {
		case s.end <= me.start && s.end > before:
			before = s.end
		case s.start >= me.end && (behind < 0 || s.start < behind):
			behind = s.start
		}
	}
	return before, behind
}

// eol is the line break that the file uses.
func (e *editor) eol() string {
	if i := bytes.IndexByte(e.doc.Source, '\n'); i > 0 && e.doc.Source[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// lineEnd is the offset behind the line of an offset, its line break included.
func (e *editor) lineEnd(at int) int {
	if i := bytes.IndexByte(e.doc.Source[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(e.doc.Source)
}

// alone says that nothing but space stands before an offset on its line.
func (e *editor) alone(at int) bool {
	line := bytes.TrimPrefix(e.doc.Source[lineStart(e.doc.Source, at):at], utf8Mark)
	return len(bytes.TrimLeft(line, " ")) == 0
}

// set replaces the value of a member.
func (e *editor) set(parent *Node, i int, value any) Edit {
	var n *Node
	if parent.Kind == Map {
		n = parent.Entries[i].Value
	} else {
		n = parent.Items[i]
	}
	start, end := n.Range.Start.Offset, n.Range.End.Offset
	if n.Tag != "" {
		start = n.outer // the tag is that of the old value
	}
	style := n.Style
	if style != SingleQuoted && style != DoubleQuoted || n.Origin != nil {
		style = Plain
	}
	text := e.value(value, style, parent.Style == Flow)
	if n.Style == Block && n.Origin == nil && n.Tag == "" {
		return e.inline(n, text)
	}
	if start < end || n.Origin != nil {
		return Edit{start, end, text}
	}
	// The value was left out.
	switch at := e.doc.Source[start-1]; {
	case at == ':' || at == '-' || n.Anchor != "":
		return Edit{start, end, " " + text}
	default:
		return Edit{start, end, ": " + text}
	}
}

// add adds a field to a map.
func (e *editor) add(m *Node, key string, value any) Edit {
	if m.Style == Flow {
		return e.addFlow(m, key, value)
	}
	indent := strings.Repeat(" ", m.Range.Start.Column-1)
	var b strings.Builder
	e.field(&b, indent, key, value)
	text := strings.ReplaceAll(b.String(), "\n", e.eol())
	at := e.lineEnd(m.Range.End.Offset)
	if at > 0 && e.doc.Source[at-1] != '\n' {
		return Edit{at, at, e.eol() + strings.TrimSuffix(text, e.eol())}
	}
	return Edit{at, at, text}
}

func (e *editor) addFlow(m *Node, key string, value any) Edit {
	text := e.scalar(key, Plain, true) + ": " + e.flow(value)
	if e.doc.Source[m.Range.Start.Offset] != '{' {
		// One field in a list, without braces: [a: b].
		return Edit{m.Range.Start.Offset, m.Range.End.Offset, "{" + e.doc.Text(m.Range) + ", " + text + "}"}
	}
	if len(m.Entries) == 0 {
		at := m.Range.Start.Offset + 1
		return Edit{at, at, text}
	}
	at, first := 0, 0
	for i := range m.Entries {
		if s := e.span(m, i); s.end > at {
			at, first = s.end, s.start
		}
	}
	if line := lineStart(e.doc.Source, first); line > m.Range.Start.Offset && e.alone(first) {
		// One field a line.
		return Edit{at, at, "," + e.eol() + string(e.doc.Source[line:first]) + text}
	}
	return Edit{at, at, ", " + text}
}

// remove removes a member with its line, or as much of it as belongs to it alone.
func (e *editor) remove(parent *Node, i int) Edit {
	me := e.span(parent, i)
	before, behind := e.neighbours(parent, i)
	switch {
	case parent.Style == Flow && behind >= 0:
		return Edit{me.start, behind, ""}
	case parent.Style == Flow && before >= 0 && bytes.IndexByte(e.doc.Source[before:me.start], '#') < 0:
		return Edit{before, me.end, ""}
	case parent.Style == Flow && e.doc.Source[parent.Range.Start.Offset] != '{' && parent.Kind == Map:
		return Edit{me.start, me.end, "{}"}
	case parent.Style == Flow:
		return Edit{me.start, me.end, ""}
	case before < 0 && behind < 0:
		if parent.Kind == List {
			return e.inline(parent, "[]")
		}
		return e.inline(parent, "{}")
	case e.alone(me.start):
		start := lineStart(e.doc.Source, me.start)
		if bytes.HasPrefix(e.doc.Source[start:], utf8Mark) {
			start += len(utf8Mark)
		}
		end := e.lineEnd(me.end)
		if end == len(e.doc.Source) && e.doc.Source[end-1] != '\n' {
			// The last line has no line break: take the one before it.
			start = len(bytes.TrimSuffix(bytes.TrimSuffix(e.doc.Source[:start], []byte("\n")), []byte("\r")))
		}
		return Edit{start, end, ""}
	default:
		return e.removeFirst(me, behind)
	}
}

// removeFirst removes a member that stands behind the dash of a list, or the mark of its parent.
func (e *editor) removeFirst(me span, behind int) Edit {
	if behind < 0 {
		return Edit{me.start, me.end, ""}
	}
	line := e.lineEnd(me.end)
	if line <= behind && len(bytes.TrimSpace(e.doc.Source[line:behind])) == 0 {
		return Edit{me.start, behind, ""}
	}
	// Comments stand between: they stay.
	return Edit{me.start, me.end, ""}
}

// inline replaces a block collection by text that goes on one line: behind its key, if no comment is in between.
func (e *editor) inline(n *Node, text string) Edit {
	start, end := n.Range.Start.Offset, n.Range.End.Offset
	head := bytes.TrimRight(e.doc.Source[:start], " \r\n")
	if len(head) > 0 && len(head) < start && (head[len(head)-1] == ':' || head[len(head)-1] == '-') {
		inLastLine := head[lineStart(head, len(head)):]
		if bytes.IndexByte(inLastLine, '#') < 0 && !bytes.HasPrefix(inLastLine, []byte("---")) {
			return Edit{len(head), end, " " + text}
		}
	}
	if n.outer == start && start > 0 && e.doc.Source[start-1] == '\n' && n != e.doc.Root {
		text = "  " + text // deeper than its key
	}
	return Edit{start, end, text}
}
