package plan

import (
	"fmt"
	"math/big"
	"strconv"
	"strings"
)

func texts(name string) builtin {
	switch name {
	case "contains":
		return test(strings.Contains)
	case "startswith":
		return test(strings.HasPrefix)
	case "endswith":
		return test(strings.HasSuffix)
	case "trim":
		return change(strings.Trim)
	case "trim_left":
		return change(strings.TrimLeft)
	case "trim_right":
		return change(strings.TrimRight)
	case "trim_prefix":
		return change(strings.TrimPrefix)
	case "trim_suffix":
		return change(strings.TrimSuffix)
	case "trim_space":
		return changeAlone(strings.TrimSpace)
	case "lower":
		return changeAlone(strings.ToLower)
	case "upper":
		return changeAlone(strings.ToUpper)
	case "concat":
		return concat
	case "indexof":
		return indexOf
	case "replace":
		return replace
	case "split":
		return split
	case "sprintf":
		return sprintf
	case "substring":
		return substring
	case "internal.template_string":
		return template
	default:
		return nil
	}
}

// stringsOf are the arguments, if all are strings.
func stringsOf(args []Value) ([]string, bool) {
	list := make([]string, len(args))
	for i, a := range args {
		s, ok := a.(String)
		if !ok {
			return nil, false
		}
		list[i] = string(s)
	}
	return list, true
}

func test(holds func(s, t string) bool) builtin {
	return func(_ *Machine, args []Value) Value {
		s, ok := args[0].(String)
		t, both := args[1].(String)
		if !ok || !both {
			return nil
		}
		return Bool(holds(string(s), string(t)))
	}
}

func change(f func(s, t string) string) builtin {
	return func(_ *Machine, args []Value) Value {
		s, ok := args[0].(String)
		t, both := args[1].(String)
		if !ok || !both {
			return nil
		}
		return String(f(string(s), string(t)))
	}
}

func changeAlone(f func(s string) string) builtin {
	return func(_ *Machine, args []Value) Value {
		s, ok := args[0].(String)
		if !ok {
			return nil
		}
		return String(f(string(s)))
	}
}

func concat(_ *Machine, args []Value) Value {
	between, ok := args[0].(String)
	items, isList := listed(args[1])
	if !ok || !isList {
		return nil
	}
	parts, ok := stringsOf(items)
	if !ok {
		return nil
	}
	return String(strings.Join(parts, string(between)))
}

// indexOf counts characters, not bytes.
func indexOf(_ *Machine, args []Value) Value {
	s, ok := stringsOf(args)
	if !ok || s[1] == "" {
		return nil
	}
	i := strings.Index(s[0], s[1])
	if i < 0 {
		return Int(-1)
	}
	return Int(len([]rune(s[0][:i])))
}

func replace(_ *Machine, args []Value) Value {
	s, ok := stringsOf(args)
	if !ok {
		return nil
	}
	return String(strings.ReplaceAll(s[0], s[1], s[2]))
}

func split(_ *Machine, args []Value) Value {
	s, ok := stringsOf(args)
	if !ok {
		return nil
	}
	list := &Array{}
	for part := range strings.SplitSeq(s[0], s[1]) {
		list.items = append(list.items, String(part))
	}
	return list
}

func substring(_ *Machine, args []Value) Value {
	text, isText := args[0].(String)
	start, ok := args[1].(Int)
	length, both := args[2].(Int)
	if !isText || !ok || !both || start < 0 {
		return nil
	}
	runes := []rune(string(text))
	start = min(start, Int(len(runes)))
	runes = runes[start:]
	if length >= 0 {
		runes = runes[:min(length, Int(len(runes)))]
	}
	return String(runes)
}

func sprintf(_ *Machine, args []Value) Value {
	format, ok := args[0].(String)
	list, isArray := args[1].(*Array)
	if !ok || !isArray {
		return nil
	}
	var room [4]any
	values := room[:0]
	for _, item := range list.items {
		values = append(values, printable(item))
	}
	return String(fmt.Sprintf(string(format), values...))
}

// printable is the value that OPA hands to Go's Sprintf.
func printable(v Value) any {
	switch v := v.(type) {
	case String:
		return string(v)
	case Int:
		return int64(v)
	case Number:
		text := string(v)
		if strings.ContainsAny(text, ".eE") {
			if f, err := strconv.ParseFloat(text, 64); err == nil {
				return f
			}
			return text
		}
		if i, ok := new(big.Int).SetString(text, 10); ok {
			return i
		}
		return text
	default:
		return Text(v)
	}
}

// template writes the parts of a template string. What may be undefined comes as a set of one item or none.
func template(_ *Machine, args []Value) Value {
	parts, ok := args[0].(*Array)
	if !ok {
		return nil
	}
	var b []byte
	for _, part := range parts.items {
		set, maybe := part.(*Set)
		switch {
		case maybe && len(set.items) == 0:
			b = append(b, "<undefined>"...)
			continue
		case maybe:
			part = set.items[0]
		}
		if s, ok := part.(String); ok {
			b = append(b, s...)
		} else {
			b = part.append(b)
		}
	}
	return String(b)
}
