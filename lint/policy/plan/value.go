package plan

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// Value is a value of Rego: [Null], [Bool], [Int], [Number], [String], [*Array], [*Object] or [*Set]. A nil Value is
// undefined. Values that a Machine was given or returned are never changed.
type Value interface {
	// order is the place of the kind among the others, when values of several kinds are sorted.
	order() int
	// append writes the value as Rego does in %v of sprintf.
	append(b []byte) []byte
}

type (
	// Null is null.
	Null struct{}
	// Bool is true or false.
	Bool bool
	// Int is a number that is a whole one and fits.
	Int int64
	// Number is the text of any other number.
	Number string
	// String is a text.
	String string
)

// Array is a list of values.
type Array struct{ items []Value }

// Object maps keys, of any kind, to values.
type Object struct{ entries []entry }

type entry struct{ key, value Value }

// Set has each of its items once.
type Set struct{ items []Value }

func (Null) order() int    { return 0 }
func (Bool) order() int    { return 1 }
func (Int) order() int     { return 2 }
func (Number) order() int  { return 2 }
func (String) order() int  { return 3 }
func (*Array) order() int  { return 4 }
func (*Object) order() int { return 5 }
func (*Set) order() int    { return 6 }

// NewNumber is the number of a text in JSON's form.
func NewNumber(text string) Value {
	if n, err := strconv.ParseInt(text, 10, 64); err == nil && strconv.FormatInt(n, 10) == text {
		return Int(n)
	}
	return Number(text)
}

// Compare sorts values as Rego does: negative where a comes before b, 0 where they are equal.
func Compare(a, b Value) int {
	if c := cmp.Compare(a.order(), b.order()); c != 0 {
		return c
	}
	switch a := a.(type) {
	case Bool:
		return compareBools(a, b.(Bool))
	case Int, Number:
		return compareNumbers(a, b)
	case String:
		return strings.Compare(string(a), string(b.(String)))
	case *Array:
		return slices.CompareFunc(a.items, b.(*Array).items, Compare)
	case *Object:
		return slices.CompareFunc(a.entries, b.(*Object).entries, compareEntries)
	case *Set:
		return slices.CompareFunc(a.items, b.(*Set).items, Compare)
	default:
		return 0
	}
}

func equal(a, b Value) bool {
	if s, ok := a.(String); ok {
		t, ok := b.(String)
		return ok && s == t
	}
	return Compare(a, b) == 0
}

func compareBools(a, b Bool) int {
	switch {
	case a == b:
		return 0
	case bool(b):
		return -1
	default:
		return 1
	}
}

func compareEntries(a, b entry) int {
	if c := Compare(a.key, b.key); c != 0 {
		return c
	}
	return Compare(a.value, b.value)
}

// Text writes a value as Rego does in %v of sprintf.
func Text(v Value) string { return string(v.append(nil)) }

func (Null) append(b []byte) []byte     { return append(b, "null"...) }
func (v Bool) append(b []byte) []byte   { return strconv.AppendBool(b, bool(v)) }
func (v Int) append(b []byte) []byte    { return strconv.AppendInt(b, int64(v), 10) }
func (v Number) append(b []byte) []byte { return append(b, v...) }
func (v String) append(b []byte) []byte { return strconv.AppendQuote(b, string(v)) }

func (v *Array) append(b []byte) []byte { return append(appendItems(append(b, '['), v.items), ']') }

func (v *Set) append(b []byte) []byte {
	if len(v.items) == 0 {
		return append(b, "set()"...)
	}
	return append(appendItems(append(b, '{'), v.items), '}')
}

func (v *Object) append(b []byte) []byte {
	b = append(b, '{')
	for i, e := range v.entries {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = append(e.key.append(b), ": "...)
		b = e.value.append(b)
	}
	return append(b, '}')
}

func appendItems(b []byte, items []Value) []byte {
	for i, item := range items {
		if i > 0 {
			b = append(b, ", "...)
		}
		b = item.append(b)
	}
	return b
}
