package manifest

import (
	"fmt"
	"strings"
)

// Document is one document of a file.
type Document struct {
	// File is the name given to Parse.
	File string
	// Index counts the documents of the file from 0. Empty ones are not counted, as kubectl skips them.
	Index int
	// Range reaches from behind the line of the separator to the next separator, or the end of the file.
	Range Range
	// Root is the value. It is nil if the document cannot be read; then a problem of it is fatal.
	Root *Node
	// Comments are those of the document, with those of empty documents before it, in order.
	Comments []Comment
	// Problems are in the order in which they were found.
	Problems []Problem
	// JSON says that the document was read as JSON, not as YAML.
	JSON bool
	// Source is the whole file, whose offsets the positions count. It must not be changed.
	Source []byte
}

// Text is the source of a range.
func (d *Document) Text(r Range) string { return string(d.Source[r.Start.Offset:r.End.Offset]) }

// Fatal returns the problem because of which the document cannot be read, or nil.
func (d *Document) Fatal() *Problem {
	for i := range d.Problems {
		if d.Problems[i].Fatal() {
			return &d.Problems[i]
		}
	}
	return nil
}

// Comment is a comment of a YAML document.
type Comment struct {
	// Range starts at the # and ends with the line.
	Range Range
	// Text is what follows the #, without space around it.
	Text string
	// OwnLine says that nothing but space stands before the comment.
	OwnLine bool
}

// ProblemKind says what sort of problem a document has.
type ProblemKind string

// The kinds of problems.
const (
	// Syntax: neither YAML 1.1 nor JSON, or YAML that JSON cannot express.
	Syntax ProblemKind = "syntax"
	// Template: cannot be read, and it looks like a template ({{ }}) that something must render first.
	Template ProblemKind = "template"
	// Encoding: the bytes are no text that the API server reads.
	Encoding ProblemKind = "encoding"
	// Limit: too big, too deep, or aliases that multiply too far.
	Limit ProblemKind = "limit"
	// DuplicateKey: kubectl takes the last one in silence; a strict API server refuses the YAML.
	DuplicateKey ProblemKind = "duplicate-key"
	// MergeOverride: a merge (<<) replaces a key that stands before it, other than YAML says.
	MergeOverride ProblemKind = "merge-override"
	// IgnoredText: the document ended before its text did, and kubectl reads no further.
	IgnoredText ProblemKind = "ignored-text"
)

// Problem is something wrong with the text of a document.
type Problem struct {
	Kind ProblemKind
	// Range is where; Related is the other place that the problem is about, such as the first of two equal keys.
	Range   Range
	Related *Range
	// Message says what was found and what was expected, without position. Hint says how to mend it; it may be empty.
	Message string
	Hint    string
}

// Fatal says that the document cannot be read because of the problem.
func (p Problem) Fatal() bool {
	return p.Kind != DuplicateKey && p.Kind != MergeOverride && p.Kind != IgnoredText
}

// Error writes the problem as line:column: message.
func (p Problem) Error() string { return fmt.Sprintf("%s: %s", p.Range.Start, p.Message) }

// Limits bound the memory and time that Parse takes. A zero means the default.
type Limits struct {
	// Bytes is the largest file that is read. Default 16 MiB; the API server takes 3 MiB an object.
	Bytes int
	// Depth is how deep lists and maps may nest. Default, and most, 10,000: encoding/json and yaml allow no more.
	Depth int
	// Nodes is how many values a file may have, those that aliases repeat counted each time. Default 2,000,000.
	Nodes int
}

const (
	defaultBytes = 16 << 20
	maxDepth     = 10_000
	defaultNodes = 2_000_000
)

func (l Limits) withDefaults() Limits {
	if l.Bytes <= 0 {
		l.Bytes = defaultBytes
	}
	if l.Depth <= 0 || l.Depth > maxDepth {
		l.Depth = maxDepth
	}
	if l.Nodes <= 0 {
		l.Nodes = defaultNodes
	}
	return l
}

// Object is one object that kubectl would send: a document, or an item of a list.
type Object struct {
	Root *Node
	// Path leads from the document to the object: nothing, or items[2].
	Path string
	// Index is the place in the list, from 0; it is 0 for a document that is no list.
	Index int
	// APIVersion and Kind are the object's own, or, for an item that has neither, what kubectl infers from the
	// list: batch/v1 and Job in a JobList.
	APIVersion, Kind string
}

// Objects returns the document's objects. As in kubectl, a document is a list if its items are one, whatever its kind.
func (d *Document) Objects() []Object {
	if d.Root == nil {
		return nil
	}
	version, kind := text(d.Root.Get("apiVersion")), text(d.Root.Get("kind"))
	items := d.Root.Get("items")
	if items == nil || items.Kind != List {
		return []Object{{Root: d.Root, APIVersion: version, Kind: kind}}
	}
	objects := make([]Object, len(items.Items))
	for i, item := range items.Items {
		o := Object{Root: item, Path: fmt.Sprintf("items[%d]", i), Index: i}
		o.APIVersion, o.Kind = text(item.Get("apiVersion")), text(item.Get("kind"))
		if o.APIVersion == "" && o.Kind == "" {
			o.APIVersion, o.Kind = version, strings.TrimSuffix(kind, "List")
		}
		objects[i] = o
	}
	return objects
}

// text is the value of a String, and nothing for everything else.
func text(n *Node) string {
	if n == nil || n.Kind != String {
		return ""
	}
	return n.Text
}
