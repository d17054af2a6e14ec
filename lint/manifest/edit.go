package manifest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
)

// Edit replaces the bytes from Start to End, offsets in a file, by Text.
type Edit struct {
	Start, End int
	Text       string
}

// Apply makes edits, which may come in any order but must not overlap. Edits at one place are made in their order.
// src stays as it is.
func Apply(src []byte, edits ...Edit) ([]byte, error) {
	sorted := slices.Clone(edits)
	slices.SortStableFunc(sorted, func(a, b Edit) int { return a.Start - b.Start })
	var out []byte
	at := 0
	for _, e := range sorted {
		if e.Start < at || e.End < e.Start || e.End > len(src) {
			return nil, fmt.Errorf("edit of the bytes %d to %d overlaps another, or the end of the file", e.Start, e.End)
		}
		out = append(append(out, src[at:e.Start]...), e.Text...)
		at = e.End
	}
	return append(out, src[at:]...), nil
}

// Op is what a Change does.
type Op uint8

// The kinds of changes.
const (
	Set    Op = iota // replaces the value at Path by Value
	Add              // adds the field that Path ends with, with Value, to the map before it
	Delete           // removes the field or item at Path, with its line and the comment on it
	Rename           // gives the field at Path the name Value, a string
)

// Change is a change of a document's value that leaves the rest of its text as it is, comments included.
type Change struct {
	Op Op
	// Path leads from the document's root to the value: keys (string) and indexes (int).
	Path []any
	// Value is a string, bool, int, int64, float64, nil, []any or map[string]any.
	Value any
}

// ErrAliased says that a value cannot be changed where it is used, because it comes from an alias or a merge.
var ErrAliased = errors.New("the value comes from an alias or a merge")

// Edit is the edit of the file that makes a change. Change, below, also proves that it does.
func (d *Document) Edit(c Change) (Edit, error) {
	if d.Root == nil || len(c.Path) == 0 {
		return Edit{}, errors.New("a change needs a document that can be read, and a path")
	}
	parent := d.Root
	last := len(c.Path) - 1
	for _, step := range c.Path[:last] {
		next := parent.At(step)
		switch {
		case next == nil:
			return Edit{}, fmt.Errorf("nothing at %v", c.Path)
		case next.Origin != nil:
			return Edit{}, fmt.Errorf("%v: %w", c.Path, ErrAliased)
		}
		parent = next
	}
	e := editor{doc: d}
	if c.Op == Add {
		key, ok := c.Path[last].(string)
		if !ok || parent.Kind != Map || parent.Get(key) != nil {
			return Edit{}, fmt.Errorf("no field can be added at %v", c.Path)
		}
		return e.add(parent, key, c.Value), nil
	}
	i := parent.member(c.Path[last])
	if i < 0 {
		return Edit{}, fmt.Errorf("nothing at %v", c.Path)
	}
	if parent.Kind == Map && parent.Entries[i].Merged {
		return Edit{}, fmt.Errorf("%v: %w", c.Path, ErrAliased)
	}
	switch c.Op {
	case Set:
		return e.set(parent, i, c.Value), nil
	case Delete:
		return e.remove(parent, i), nil
	case Rename:
		name, ok := c.Value.(string)
		if !ok || parent.Kind != Map {
			return Edit{}, fmt.Errorf("no field to rename at %v", c.Path)
		}
		at := parent.Entries[i].KeyRange
		return Edit{at.Start.Offset, at.End.Offset, e.scalar(name, d.style(at), parent.Style == Flow)}, nil
	default:
		return Edit{}, fmt.Errorf("unknown change %d", c.Op)
	}
}

// member is the place of a key or index in a collection, or -1.
func (n *Node) member(step any) int {
	switch step := step.(type) {
	case string:
		if n.Kind == Map {
			return slices.IndexFunc(n.Entries, func(e Entry) bool { return e.Key == step })
		}
	case int:
		if n.Kind == List && step >= 0 && step < len(n.Items) {
			return step
		}
	}
	return -1
}

// style is the style of the scalar in a range.
func (d *Document) style(r Range) Style {
	if r.Start == r.End {
		return Plain
	}
	switch d.Source[r.Start.Offset] {
	case '"':
		return DoubleQuoted
	case '\'':
		return SingleQuoted
	default:
		return Plain
	}
}

// Change makes changes, one after the other, and returns the new file. After each, the file is read again: if its
// value is not the one that was meant, there is an error and no file.
func (d *Document) Change(changes ...Change) ([]byte, error) {
	now := d
	for _, c := range changes {
		e, err := now.Edit(c)
		if err != nil {
			return nil, err
		}
		src, err := Apply(now.Source, e)
		if err != nil {
			return nil, err
		}
		docs := Parse(d.File, src, Limits{})
		if d.Index >= len(docs) || docs[d.Index].Root == nil {
			return nil, fmt.Errorf("the change of %v would break the document", c.Path)
		}
		next := &docs[d.Index]
		if want := changed(now.Root.Interface(), c.Path, c); !reflect.DeepEqual(next.Root.Interface(), want) {
			return nil, fmt.Errorf("the change of %v would change more than that", c.Path)
		}
		now = next
	}
	return now.Source, nil
}

// changed is what a change makes of a value. The path is known to be there.
func changed(value any, path []any, c Change) any {
	switch step := path[0].(type) {
	case string:
		m, ok := value.(map[string]any)
		if !ok {
			return value
		}
		switch {
		case len(path) > 1:
			m[step] = changed(m[step], path[1:], c)
		case c.Op == Delete:
			delete(m, step)
		case c.Op == Rename:
			v := m[step]
			delete(m, step)
			if name, ok := c.Value.(string); ok {
				m[name] = v
			}
		default:
			m[step] = normal(c.Value)
		}
		return m
	case int:
		list, ok := value.([]any)
		if !ok || step >= len(list) {
			return value
		}
		switch {
		case len(path) > 1:
			list[step] = changed(list[step], path[1:], c)
		case c.Op == Delete:
			return slices.Delete(list, step, step+1)
		default:
			list[step] = normal(c.Value)
		}
		return list
	}
	return value
}

// normal is a value as Interface returns it.
func normal(value any) any {
	docs := Parse("", []byte((&editor{doc: &Document{JSON: true}}).flow(map[string]any{"v": value})), Limits{})
	if len(docs) != 1 || docs[0].Root == nil {
		return nil
	}
	return docs[0].Root.Get("v").Interface()
}
