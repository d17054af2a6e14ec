package bridge

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"unicode/utf8"

	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// object writes an object of JSON, member by member.
type object struct {
	b     []byte
	later bool
}

func begin(b []byte) object { return object{b: append(b, '{')} }

func (o object) end() []byte { return append(o.b, '}') }

func (o object) key(name string) object {
	if o.later {
		o.b = append(o.b, ',')
	}
	o.b, o.later = append(appendString(o.b, name), ':'), true
	return o
}

func (o object) raw(name string, value func([]byte) []byte) object {
	o = o.key(name)
	o.b = value(o.b)
	return o
}

func (o object) str(name, value string) object {
	o = o.key(name)
	o.b = appendString(o.b, value)
	return o
}

// some leaves out what is empty.
func (o object) some(name, value string) object {
	if value == "" {
		return o
	}
	return o.str(name, value)
}

func (o object) num(name string, value int) object {
	o = o.key(name)
	o.b = appendInt(o.b, value)
	return o
}

func (o object) someNum(name string, value int) object {
	if value == 0 {
		return o
	}
	return o.num(name, value)
}

func (o object) list(name string, n int, item func(b []byte, i int) []byte) object {
	return o.raw(name, func(b []byte) []byte { return appendList(b, n, item) })
}

func appendList(b []byte, n int, item func(b []byte, i int) []byte) []byte {
	b = append(b, '[')
	for i := range n {
		if i > 0 {
			b = append(b, ',')
		}
		b = item(b, i)
	}
	return append(b, ']')
}

func appendInt(b []byte, n int) []byte { return strconv.AppendInt(b, int64(n), 10) }

const hex = "0123456789abcdef"

// appendString quotes as encoding/json does with SetEscapeHTML(false).
func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			b = appendASCII(b, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			b = append(b, `\ufffd`...)
		case r == '\u2028' || r == '\u2029':
			b = append(b, `\u202`...)
			b = append(b, hex[r&0xf])
		default:
			b = append(b, s[i:i+size]...)
		}
		i += size
	}
	return append(b, '"')
}

func appendASCII(b []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(b, '\\', c)
	case '\b':
		return append(b, '\\', 'b')
	case '\f':
		return append(b, '\\', 'f')
	case '\n':
		return append(b, '\\', 'n')
	case '\r':
		return append(b, '\\', 'r')
	case '\t':
		return append(b, '\\', 't')
	}
	if c < ' ' {
		return append(b, '\\', 'u', '0', '0', hex[c>>4], hex[c&0xf])
	}
	return append(b, c)
}

// appendAny writes the value of an edit.
func appendAny(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case int64:
		return strconv.AppendInt(b, v, 10)
	case string:
		return appendString(b, v)
	case []any:
		return appendList(b, len(v), func(b []byte, i int) []byte { return appendAny(b, v[i]) })
	case map[string]any:
		o := begin(b)
		for _, key := range slices.Sorted(maps.Keys(v)) {
			o = o.raw(key, func(b []byte) []byte { return appendAny(b, v[key]) })
		}
		return o.end()
	default:
		panic(fmt.Sprintf("an edit has a value of type %T", v))
	}
}

// appendPlan writes a fact.
func appendPlan(b []byte, v plan.Value) []byte {
	switch v := v.(type) {
	case plan.String:
		return appendString(b, string(v))
	case *plan.Array:
		items := v.Items()
		return appendList(b, len(items), func(b []byte, i int) []byte { return appendPlan(b, items[i]) })
	case *plan.Object:
		o := begin(b)
		for key, value := range v.All {
			name, _ := key.(plan.String)
			o = o.raw(string(name), func(b []byte) []byte { return appendPlan(b, value) })
		}
		return o.end()
	default:
		return append(b, plan.Text(v)...) // null, booleans and numbers
	}
}
