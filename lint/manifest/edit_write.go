package manifest

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// field writes a field of a block map, with the line break at its end.
func (e *editor) field(b *strings.Builder, indent, key string, value any) {
	b.WriteString(indent)
	b.WriteString(e.scalar(key, Plain, false))
	b.WriteByte(':')
	e.below(b, indent, value)
}

// below writes a value behind a colon or a dash.
func (e *editor) below(b *strings.Builder, indent string, value any) {
	switch v := value.(type) {
	case map[string]any:
		if len(v) == 0 {
			break
		}
		b.WriteByte('\n')
		for _, key := range slices.Sorted(maps.Keys(v)) {
			e.field(b, indent+"  ", key, v[key])
		}
		return
	case []any:
		if len(v) == 0 {
			break
		}
		b.WriteByte('\n')
		for _, item := range v {
			b.WriteString(indent)
			b.WriteString("  -")
			e.below(b, indent+"  ", item)
		}
		return
	}
	b.WriteByte(' ')
	b.WriteString(e.flow(value))
	b.WriteByte('\n')
}

// flow writes a value on one line.
func (e *editor) flow(value any) string { return e.value(value, Plain, true) }

// value writes a value on one line; strings in a style, if they can be.
func (e *editor) value(value any, style Style, inFlow bool) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case string:
		return e.scalar(v, style, inFlow)
	case float64:
		return formatReal(v)
	case map[string]any:
		fields := make([]string, 0, len(v))
		for _, key := range slices.Sorted(maps.Keys(v)) {
			fields = append(fields, e.scalar(key, Plain, true)+": "+e.flow(v[key]))
		}
		return "{" + strings.Join(fields, ", ") + "}"
	case []any:
		items := make([]string, len(v))
		for i, item := range v {
			items[i] = e.flow(item)
		}
		return "[" + strings.Join(items, ", ") + "]"
	default:
		return fmt.Sprint(v) // bool, integers
	}
}

// scalar writes a string in a style, or in double quotes if it has to be.
func (e *editor) scalar(text string, style Style, inFlow bool) string {
	switch {
	case e.doc.JSON:
	case style == Plain && plainSafe(text, inFlow):
		return text
	case style == SingleQuoted && strings.IndexFunc(text, needsEscape) < 0:
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	}
	return quote(text)
}

// plainSafe says that text means itself without quotes, to every YAML parser and not only to this one.
func plainSafe(text string, inFlow bool) bool {
	if text == "" || resolvePlain(text).kind != String {
		return false
	}
	if c := text[0]; !isWord(c) && c != '/' || isDigit(c) || c == '-' {
		return false
	}
	for i := range len(text) {
		switch c := text[i]; {
		case isWord(c), c == '.', c == '/':
		case c == ':' && !inFlow && i+1 < len(text):
		default:
			return false
		}
	}
	return true
}

// needsEscape says that a character cannot stand in a quoted scalar as it is.
func needsEscape(r rune) bool {
	return r < 0x20 || r >= 0x7F && (!unicode.IsPrint(r) || unicode.Is(unicode.Zs, r)) || r == unicode.ReplacementChar
}

// quote writes a string in double quotes, as both YAML and JSON read it.
func quote(text string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r > 0xFFFF:
			b.WriteRune(r)
		case needsEscape(r):
			b.WriteString(`\u`)
			hex := strconv.FormatInt(int64(r), 16)
			b.WriteString("0000"[len(hex):])
			b.WriteString(hex)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
