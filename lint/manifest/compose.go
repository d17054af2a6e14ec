package manifest

import (
	"fmt"
	"slices"
)

type rawKind uint8

const (
	rawScalar rawKind = iota
	rawList
	rawMap
	rawAlias
)

// raw is a value as YAML's syntax has it, before tags, merges and the rules of YAML 1.1 give it a meaning.
type raw struct {
	kind       rawKind
	style      Style
	implicit   bool // a scalar whose text decides what it is
	outer      int  // where its anchor or tag begins
	dash       int  // where the dash before it stands, in a block list
	start, end int
	tag        string
	anchor     string
	value      string // scalar; name of an alias
	children   []*raw // of a map: key, value, key, value
	target     *raw   // of an alias

	node *Node // what it means, once known
	busy bool  // an alias that is being followed
}

// composer turns tokens into a tree.
type composer struct {
	*scanner
	anchors map[string]*raw
	tags    map[string]string // handle -> prefix
	end     int               // behind the last token that is text of the document
	nodes   int               // how many values there may still be
	keys    int               // how many values were keys of maps
	raws    *slab[raw]
}

// take takes the next token, and notes where the text ends.
func (c *composer) take() token {
	t := c.next()
	if t.end > t.start {
		c.end = t.end
	}
	return t
}

// document reads the one document that kubectl reads, or nil if there is none.
func (c *composer) document() *raw {
	if c.peek().kind == streamEnd {
		return nil
	}
	explicit := c.directives()
	if explicit && c.is(versionDirective, tagDirective, documentStart, documentEnd, streamEnd) {
		return c.empty()
	}
	return c.node(true, false)
}

// directives reads what may stand in front of a document, and says if --- was there.
func (c *composer) directives() (explicit bool) {
	version, some := false, false
	for {
		t := *c.peek()
		switch t.kind {
		case versionDirective:
			if version {
				c.fail(t.start, t.end, "", "found a second %%YAML directive")
			}
			if t.value != "1.1" {
				c.fail(t.start, t.end, "remove this line: Kubernetes reads YAML 1.1", "found a directive for YAML %s, expected none, or %%YAML 1.1", t.value)
			}
			version = true
		case tagDirective:
			if _, ok := c.tags[t.value]; ok {
				c.fail(t.start, t.end, "", "found a second %%TAG directive for %s", t.value)
			}
			if c.tags == nil {
				c.tags = map[string]string{}
			}
			c.tags[t.value] = t.suffix
		default:
			if t.kind == documentStart {
				c.take()
				return true
			}
			if some {
				c.fail(t.start, max(t.end, t.start+1), "remove the directive: kubectl splits files at `---`, and cuts the directive off from its document",
					"found %s behind a directive, expected `---`", c.describe(t))
			}
			return false
		}
		some = true
		c.take()
	}
}

var defaultTags = map[string]string{"!": "!", "!!": longTag}

func (c *composer) empty() *raw {
	return c.add(raw{implicit: true, outer: c.end, start: c.end, end: c.end})
}

// add counts a value.
func (c *composer) add(v raw) *raw {
	if c.nodes--; c.nodes < 0 {
		panic(failure{kind: Limit, start: v.start, end: v.start + 1, related: -1, message: "the file has too many values"})
	}
	r := c.raws.next()
	if cap(r.children) <= largestBlock {
		v.children = r.children[:0]
	}
	*r = v
	return r
}

// node reads a value: block says that block collections may begin here, indentless that a list may stand at the
// column of its parent's keys.
func (c *composer) node(block, indentless bool) *raw {
	t := *c.peek()
	if t.kind == aliasToken {
		c.take()
		target := c.anchors[t.value]
		if target == nil {
			c.fail(t.start, t.end, c.quoteHint(t.start), "found the alias `*%s`, but no anchor `&%s` stands before it", t.value, t.value)
		}
		return c.add(raw{kind: rawAlias, outer: t.start, start: t.start, end: t.end, value: t.value, target: target})
	}
	r := c.add(raw{outer: t.start, start: t.start, end: t.end})
	tagged := c.properties(r)
	t = *c.peek()
	if r.anchor != "" {
		if c.anchors == nil {
			c.anchors = map[string]*raw{}
		}
		c.anchors[r.anchor] = r
	}
	if !tagged && r.anchor == "" {
		r.outer = t.start
	}
	r.start, r.end, r.style = t.start, t.end, t.style
	switch {
	case indentless && t.kind == listEntry:
		r.kind, r.style = rawList, Block
		c.indentlessList(r)
	case t.kind == scalarToken:
		r.value = t.value
		r.implicit = r.tag == "" && t.style == Plain || r.tag == "!"
		c.take()
	case t.kind == flowListStart:
		r.kind, r.style = rawList, Flow
		c.flowList(r)
	case t.kind == flowMapStart:
		r.kind, r.style = rawMap, Flow
		c.flowMap(r)
	case block && t.kind == blockListStart:
		r.kind, r.style = rawList, Block
		c.blockList(r)
	case block && t.kind == blockMapStart:
		r.kind, r.style = rawMap, Block
		c.blockMap(r)
	case tagged || r.anchor != "":
		// Nothing but an anchor or a tag.
		r.implicit = r.tag == ""
		r.start, r.end, r.style = c.end, c.end, Plain
	default:
		c.fail(t.start, max(t.end, t.start+1), "", "found %s, expected a value", c.describe(t))
	}
	return r
}

// properties reads the anchor and the tag in front of a value, in either order.
func (c *composer) properties(r *raw) (tagged bool) {
	for range 2 {
		switch t := *c.peek(); {
		case t.kind == anchorToken && r.anchor == "":
			r.anchor = t.value
			c.take()
		case t.kind == tagToken && !tagged:
			tagged = true
			r.tag = t.suffix
			if t.value != "" {
				prefix, ok := c.tags[t.value]
				if !ok {
					prefix, ok = defaultTags[t.value]
				}
				if r.tag = prefix + t.suffix; !ok || r.tag == "" {
					c.fail(t.start, t.end, c.quoteHint(t.start), "found a tag with the handle %s, which no %%TAG directive defines", t.value)
				}
			}
			c.take()
		default:
			return tagged
		}
	}
	return tagged
}

// is says whether the next token is one of some kinds.
func (c *composer) is(kinds ...tokenKind) bool {
	return slices.Contains(kinds, c.peek().kind)
}

// nodeUnless reads a value, which is left out if one of some tokens follows.
func (c *composer) nodeUnless(block, indentless bool, kinds ...tokenKind) *raw {
	if c.is(kinds...) {
		return c.empty()
	}
	return c.node(block, indentless)
}

func (c *composer) blockList(r *raw) {
	c.take()
	for c.is(listEntry) {
		c.item(r, listEntry, blockEnd)
	}
	if t := *c.peek(); t.kind != blockEnd {
		c.failIn(r, "list", t)
	}
	c.take()
}

// item reads an item of a block list, which is left out if one of some tokens follows its dash.
func (c *composer) item(r *raw, kinds ...tokenKind) {
	dash := c.take().start
	item := c.nodeUnless(true, false, kinds...)
	item.dash = dash
	r.children = append(r.children, item)
	r.end = c.end
}

func (c *composer) indentlessList(r *raw) {
	for c.is(listEntry) {
		c.item(r, listEntry, keyMark, valueMark, blockEnd)
	}
}

func (c *composer) blockMap(r *raw) {
	c.take()
	for c.is(keyMark) {
		c.take()
		c.keys++
		r.children = append(r.children, c.nodeUnless(true, true, keyMark, valueMark, blockEnd))
		value := (*raw)(nil)
		if c.is(valueMark) {
			c.take()
			value = c.nodeUnless(true, true, keyMark, valueMark, blockEnd)
		} else {
			value = c.empty()
		}
		r.children = append(r.children, value)
		r.end = c.end
	}
	if t := *c.peek(); t.kind != blockEnd {
		c.failIn(r, "map", t)
	}
	c.take()
}

// failIn refuses a token that neither continues nor ends a block collection.
func (c *composer) failIn(r *raw, what string, t token) {
	column := 1 + characters(c.src[lineStart(c.src, r.start):r.start])
	expected := "a key"
	if what == "list" {
		expected = "`- `"
	}
	hint := "check the indentation of this line and the lines before it"
	if t.start > 0 && c.src[t.start-1] == '\'' {
		hint = "inside of single quotes, write two for one: ''"
	}
	panic(failure{
		kind: Syntax, start: t.start, end: max(t.end, t.start+1), related: r.start,
		message: fmt.Sprintf("found %s, expected %s in column %d, or the end of the %s that begins there", c.describe(t), expected, column, what),
		hint:    hint,
	})
}

func (c *composer) flowList(r *raw) {
	c.take()
	for first := true; !c.is(flowListEnd); first = false {
		c.comma(r, first, "`,` or `]`")
		switch {
		case c.is(keyMark):
			r.children = append(r.children, c.flowPair())
		case !c.is(flowListEnd):
			r.children = append(r.children, c.node(false, false))
		}
	}
	c.take()
	r.end = c.end
}

// comma reads the comma between two values of a flow collection.
func (c *composer) comma(r *raw, first bool, expected string) {
	if first {
		return
	}
	if t := *c.peek(); t.kind != flowComma {
		panic(failure{
			kind: Syntax, start: t.start, end: max(t.end, t.start+1), related: r.start,
			message: fmt.Sprintf("found %s, expected %s", c.describe(t), expected),
		})
	}
	c.take()
}

// flowPair reads a map of one entry that stands in a flow list without braces: [a: b].
func (c *composer) flowPair() *raw {
	mark := c.take()
	r := c.add(raw{kind: rawMap, style: Flow, outer: mark.start, start: mark.start})
	key := (*raw)(nil)
	if c.is(valueMark, flowComma, flowListEnd) {
		// The libyaml family drops the token behind an empty key.
		c.take()
		key = c.empty()
	} else {
		key = c.node(false, false)
	}
	c.keys++
	r.children = append(r.children, key, c.flowValue(flowListEnd))
	r.end = c.end
	return r
}

// flowValue reads the value behind a key in a flow collection that ends with end.
func (c *composer) flowValue(end tokenKind) *raw {
	if !c.is(valueMark) {
		return c.empty()
	}
	c.take()
	return c.nodeUnless(false, false, flowComma, end)
}

func (c *composer) flowMap(r *raw) {
	c.take()
	for first := true; !c.is(flowMapEnd); first = false {
		c.comma(r, first, "`,` or `}`")
		switch {
		case c.is(keyMark):
			c.take()
			c.keys++
			key := c.nodeUnless(false, false, valueMark, flowComma, flowMapEnd)
			r.children = append(r.children, key, c.flowValue(flowMapEnd))
		case !c.is(flowMapEnd):
			c.keys++
			key := c.node(false, false)
			r.children = append(r.children, key, c.empty())
		}
	}
	c.take()
	r.end = c.end
}

// describe names a token for a message.
func (c *composer) describe(t token) string {
	switch t.kind {
	case streamEnd:
		return "the end of the document"
	case blockEnd:
		return "the end of an indented block"
	case documentStart, documentEnd:
		return "the end of the document"
	case blockMapStart, keyMark:
		if t.end == t.start {
			return "the key " + excerpt(c.src[t.start:c.wordEnd(t.start)])
		}
	case blockListStart, listEntry:
		return "an item of a list (`- `)"
	default:
	}
	return excerpt(c.src[t.start:max(t.end, t.start)])
}

// wordEnd is where the text up to the next space, colon or line break ends.
func (c *composer) wordEnd(from int) int {
	end := from
	for end < len(c.src) && !isBlank(c.src[end]) && c.src[end] != ':' && breakLen(c.src[end:]) == 0 {
		end++
	}
	return end
}

// lineStart is the offset at which the line of an offset begins.
func lineStart(src []byte, at int) int {
	for at > 0 && src[at-1] != '\n' && src[at-1] != '\r' {
		at--
	}
	return at
}
