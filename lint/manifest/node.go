package manifest

import (
	"strconv"
)

// Kind says what a value is, in JSON's terms.
type Kind uint8

// The kinds of values.
const (
	Null Kind = iota
	Bool
	Number
	String
	List
	Map
)

// String names the kind as a person would.
func (k Kind) String() string {
	switch k {
	case Null:
		return "null"
	case Bool:
		return "boolean"
	case Number:
		return "number"
	case String:
		return "string"
	case List:
		return "list"
	case Map:
		return "map"
	default:
		return "unknown"
	}
}

// Style says how a value is written.
type Style uint8

// The ways to write a value. JSON strings are DoubleQuoted, its lists and maps are Flow.
const (
	Plain Style = iota
	SingleQuoted
	DoubleQuoted
	Literal // |
	Folded  // >
	Block   // a list or map told by its indentation
	Flow    // [] or {}
)

// Node is a value with its position.
type Node struct {
	Kind  Kind
	Style Style
	// Range is the value as written, without anchor and tag. A value that is left out (key:) is the empty range
	// behind its colon or dash. A block scalar starts at its | or > and ends with its last line of text. Where an
	// alias stands for the value, Range is the alias.
	Range Range
	// Text is a String's value, a Number as sigs.k8s.io/yaml writes it into JSON (1e3 is 1000), true or false for
	// a Bool; empty for the other kinds.
	Text string
	// Entries are the fields of a Map in the order of the source, merges (<<) applied, each key once: of equal keys
	// the last is here, at the place of the first.
	Entries []Entry
	// Items are the values of a List.
	Items []*Node
	// Tag is the tag written in front of the value, in its short form (!!str); Anchor is its anchor's name.
	Tag, Anchor string
	// Origin is the value that an alias or merge stands for, with the position where it is written. It is nil for a
	// value that stands where it is written. What lies below an aliased value keeps the positions of its origin.
	Origin *Node

	outer int // the offset where the anchor or tag before the value begins
	dash  int // the offset of the dash before an item of a block list
}

// Entry is a field of a Map.
type Entry struct {
	// Key is the name of the field; keys such as 1 or true are the strings that sigs.k8s.io/yaml makes of them.
	Key string
	// KeyRange is the key as written. For a field that an alias merges in (<<: *name), it is the key <<.
	KeyRange Range
	// Merged is true for a field that comes from a merge.
	Merged bool
	Value  *Node

	outer int // the offset where the anchor or tag before the key begins
}

// Get returns the value of a field, or nil if n is no Map or has no such field.
func (n *Node) Get(key string) *Node {
	if e := n.Entry(key); e != nil {
		return e.Value
	}
	return nil
}

// Entry returns a field with its key's position, or nil.
func (n *Node) Entry(key string) *Entry {
	if n == nil || n.Kind != Map {
		return nil
	}
	for i := range n.Entries {
		if n.Entries[i].Key == key {
			return &n.Entries[i]
		}
	}
	return nil
}

// At follows a path of keys (string) and indexes (int), and returns nil where it ends early.
func (n *Node) At(path ...any) *Node {
	for _, step := range path {
		switch step := step.(type) {
		case string:
			n = n.Get(step)
		case int:
			if n == nil || n.Kind != List || step < 0 || step >= len(n.Items) {
				return nil
			}
			n = n.Items[step]
		default:
			return nil
		}
	}
	return n
}

// Interface returns the value as Kubernetes decodes it: map[string]any, []any, string, bool, nil, and for numbers an
// int64 if the value fits one, else a float64 (k8s.io/apimachinery/pkg/util/json).
func (n *Node) Interface() any {
	if n == nil {
		return nil
	}
	switch n.Kind {
	case Bool:
		return n.Text == "true"
	case Number:
		if i, err := strconv.ParseInt(n.Text, 10, 64); err == nil {
			return i
		}
		// Text was made from a float64 or an integer: it is in range.
		f, _ := strconv.ParseFloat(n.Text, 64)
		return f
	case String:
		return n.Text
	case List:
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = item.Interface()
		}
		return items
	case Map:
		m := make(map[string]any, len(n.Entries))
		for i := range n.Entries {
			m[n.Entries[i].Key] = n.Entries[i].Value.Interface()
		}
		return m
	default:
		return nil
	}
}
