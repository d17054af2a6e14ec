package manifest

import "fmt"

// builder gives a raw tree its meaning: scalars are resolved, aliases followed, merges applied.
//
// It visits values in the order in which go.yaml.in/yaml/v2 decodes them, and counts as it does, because that library
// bounds the work of aliases by the share they have in all values decoded so far.
type builder struct {
	lines    *lineIndex
	made     *slab[Node]
	nodes    int // how many values there may still be
	decoded  int // values visited
	aliased  int // of these, through an alias
	depth    int // how many aliases are being followed
	problems []Problem
	pending  []pendingFailure
}

// pendingFailure is a value that JSON cannot express. It matters only if it is still there at the end: a later key may
// replace it.
type pendingFailure struct {
	node *Node
	failure
}

// The numbers are those of go.yaml.in/yaml/v2: up to 400,000 values nearly all may come from aliases, from 4 million
// on a tenth.
const (
	aliasesFree    = 400_000
	aliasesScarce  = 4_000_000
	aliasShareFree = 0.99
	aliasShareMin  = 0.10
)

// visit counts a value.
func (b *builder) visit(r *raw) {
	b.decoded++
	if b.depth == 0 {
		return
	}
	b.aliased++
	if b.nodes--; b.nodes < 0 {
		panic(failure{kind: Limit, start: r.start, end: r.end, related: -1, message: "the file has too many values: its aliases repeat too much"})
	}
	if b.aliased > 100 && b.decoded > 1000 && float64(b.aliased)/float64(b.decoded) > aliasShare(b.decoded) {
		panic(failure{kind: Limit, start: r.start, end: r.end, related: -1, message: "the document repeats too much through aliases"})
	}
}

func aliasShare(decoded int) float64 {
	switch {
	case decoded <= aliasesFree:
		return aliasShareFree
	case decoded >= aliasesScarce:
		return aliasShareMin
	default:
		passed := float64(decoded-aliasesFree) / float64(aliasesScarce-aliasesFree)
		return aliasShareFree - (aliasShareFree-aliasShareMin)*passed
	}
}

// root builds the value of a document.
func (b *builder) root(r *raw) *Node {
	b.decoded++ // the document itself counts
	n := b.value(r)
	if len(b.pending) > 0 {
		b.failPending(n)
	}
	return n
}

func (b *builder) failPending(root *Node) {
	there := map[*Node]bool{}
	var walk func(n *Node)
	walk = func(n *Node) {
		if n.Origin != nil {
			n = n.Origin
		}
		if there[n] {
			return
		}
		there[n] = true
		for _, item := range n.Items {
			walk(item)
		}
		for i := range n.Entries {
			walk(n.Entries[i].Value)
		}
	}
	walk(root)
	for _, p := range b.pending {
		if there[p.node] {
			panic(p.failure)
		}
	}
}

func (b *builder) refuse(r *raw, n *Node, hint, message string) {
	b.pending = append(b.pending, pendingFailure{n, failure{
		kind: Syntax, start: r.start, end: r.end, related: -1, message: message, hint: hint,
	}})
}

func fail(r *raw, hint, format string, args ...any) {
	panic(failure{kind: Syntax, start: r.start, end: r.end, related: -1, message: fmt.Sprintf(format, args...), hint: hint})
}

func (b *builder) value(r *raw) *Node {
	b.visit(r)
	if r.kind == rawAlias {
		n := b.follow(r, func() *Node { return b.shared(r.target) })
		return b.moved(n, r)
	}
	n := b.made.next()
	n.Style, n.Tag, n.Anchor, n.outer, n.dash = r.style, shortTag(r.tag), r.anchor, r.outer, r.dash
	r.node = n
	switch r.kind {
	case rawList:
		n.Kind = List
		n.Items = make([]*Node, len(r.children))
		for i, child := range r.children {
			n.Items[i] = b.value(child)
		}
	case rawMap:
		n.Kind = Map
		m := fields{node: n, owner: n, builder: b}
		n.Entries = make([]Entry, 0, len(r.children)/2)
		b.mapInto(&m, r)
	default:
		v, problem := resolve(r)
		if problem != "" {
			fail(r, "", "%s", problem)
		}
		n.Kind, n.Text = v.kind, v.text
		if v.kind == Number && v.text == "" {
			b.refuse(r, n, "put the value in quotes if it is meant as text", "found the number "+excerpt([]byte(r.value))+", which JSON does not have")
		}
	}
	n.Range = b.lines.span(r.start, r.end)
	return n
}

// moved is a value at the place of an alias.
func (b *builder) moved(n *Node, alias *raw) *Node {
	origin := n
	if n.Origin != nil {
		origin = n.Origin
	}
	c := b.made.next()
	*c = *n
	c.Origin, c.Range, c.outer, c.dash = origin, b.lines.span(alias.start, alias.end), alias.start, alias.dash
	c.Tag, c.Anchor = "", ""
	return c
}

// follow does something with what an alias stands for.
func (b *builder) follow(r *raw, do func() *Node) *Node {
	if r.busy {
		fail(r, "", "found the alias `*%s` inside of the value that it stands for", r.value)
	}
	r.busy = true
	b.depth++
	n := do()
	b.depth--
	r.busy = false
	return n
}

// shared is the node of a value that stands elsewhere: built once, counted each time.
func (b *builder) shared(r *raw) *Node {
	if r.node == nil || r.node.Range.Start.Line == 0 {
		return b.value(r)
	}
	b.recount(r)
	return r.node
}

// recount counts a value with all below it once more.
func (b *builder) recount(r *raw) {
	b.visit(r)
	if r.kind == rawAlias {
		b.follow(r, func() *Node {
			b.recount(r.target)
			return nil
		})
		return
	}
	for i, child := range r.children {
		if r.kind == rawMap && isMerge(child) || r.kind == rawMap && i%2 == 1 && isMerge(r.children[i-1]) && child.kind == rawList {
			// The key << is not decoded, nor is a list of maps to merge: only what is in it.
			if i%2 == 1 {
				for _, c := range child.children {
					b.recount(c)
				}
			}
			continue
		}
		b.recount(child)
	}
}

// isMerge says that a key merges what follows it into its map.
func isMerge(key *raw) bool {
	return key.kind == rawScalar && key.value == "<<" && (key.implicit || key.tag == longTag+"merge")
}
