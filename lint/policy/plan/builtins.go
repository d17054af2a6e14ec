package plan

import (
	"math/big"
	"slices"
	"strconv"
	"strings"
)

// builtin is a built-in function of Rego. It is undefined (nil) for arguments that it is not made for.
type builtin func(m *Machine, args []Value) Value

// BuiltinNames are the built-in functions that policies may call, those of the capabilities file.
func BuiltinNames() []string {
	return []string{
		"abs", "and", "array.concat", "array.slice", "ceil", "concat", "contains", "count", "div", "endswith", "equal", "floor",
		"gt", "gte", "indexof", "internal.member_2", "internal.member_3", "internal.template_string", "is_array", "is_boolean",
		"is_null", "is_number", "is_object", "is_set", "is_string", "lower", "lt", "lte", "max", "min", "minus", "mul", "neq",
		"numbers.range", "object.get", "object.keys", "or", "plus", "rem", "replace", "round", "sort", "split",
		"sprintf", "startswith", "substring", "sum", "trim", "trim_left", "trim_prefix", "trim_right", "trim_space",
		"to_number", "trim_suffix", "type_name", "upper",
	}
}

// builtins finds a built-in function; it is nil where there is none of the name.
func builtins(name string) builtin {
	for _, group := range []func(string) builtin{comparisons, arithmetics, collections, texts, types} {
		if f := group(name); f != nil {
			return f
		}
	}
	return nil
}

func comparisons(name string) builtin {
	compare := func(holds func(c int) bool) builtin {
		return func(_ *Machine, args []Value) Value { return Bool(holds(Compare(args[0], args[1]))) }
	}
	switch name {
	case "equal":
		return compare(func(c int) bool { return c == 0 })
	case "neq":
		return compare(func(c int) bool { return c != 0 })
	case "lt":
		return compare(func(c int) bool { return c < 0 })
	case "lte":
		return compare(func(c int) bool { return c <= 0 })
	case "gt":
		return compare(func(c int) bool { return c > 0 })
	case "gte":
		return compare(func(c int) bool { return c >= 0 })
	default:
		return nil
	}
}

func arithmetics(name string) builtin {
	two := func(op arithmetic) builtin {
		return func(_ *Machine, args []Value) Value { return op.apply(args[0], args[1]) }
	}
	one := func(small func(int64) int64, float func(*big.Float) *big.Float) builtin {
		return func(_ *Machine, args []Value) Value { return rounded(args[0], small, float) }
	}
	same := func(n int64) int64 { return n }
	switch name {
	case "plus":
		return two(plus)
	case "minus":
		return difference
	case "mul":
		return two(times)
	case "div":
		return two(divided)
	case "rem":
		return two(remainder)
	case "abs":
		return one(func(n int64) int64 { return max(n, -n) }, func(f *big.Float) *big.Float { return f.Abs(f) })
	case "round":
		return one(same, round)
	case "ceil":
		return one(same, ceil)
	case "floor":
		return one(same, floor)
	case "sum":
		return sum
	case "numbers.range":
		return numbersRange
	default:
		return nil
	}
}

// difference is that of two numbers or of two sets.
func difference(_ *Machine, args []Value) Value {
	a, ok := args[0].(*Set)
	b, both := args[1].(*Set)
	if !ok || !both {
		return minus.apply(args[0], args[1])
	}
	return &Set{slices.DeleteFunc(slices.Clone(a.items), b.has)}
}

func sum(_ *Machine, args []Value) Value {
	items, ok := listed(args[0])
	if !ok {
		return nil
	}
	var total Value = Int(0)
	for _, item := range items {
		if total = plus.apply(total, item); total == nil {
			return nil
		}
	}
	return total
}

// numbersRange counts each number as a step: OPA has no limit, and would list billions.
func numbersRange(m *Machine, args []Value) Value {
	from, ok := args[0].(Int)
	to, both := args[1].(Int)
	if !ok || !both {
		return nil
	}
	step, distance := Int(1), uint64(to)-uint64(from)
	if to < from {
		step, distance = -1, uint64(from)-uint64(to)
	}
	if distance >= uint64(m.limit-min(m.steps, m.limit)) {
		m.err = ErrTooLong
		return nil
	}
	list := &Array{make([]Value, distance+1)}
	for i := range list.items {
		list.items[i] = from + Int(i)*step
	}
	m.steps += len(list.items)
	return list
}

func types(name string) builtin {
	is := func(names ...string) builtin {
		return func(_ *Machine, args []Value) Value { return Bool(slices.Contains(names, typeName(args[0]))) }
	}
	switch name {
	case "is_array", "is_boolean", "is_null", "is_number", "is_object", "is_set", "is_string":
		return is(name[len("is_"):])
	case "to_number":
		return toNumber
	case "type_name":
		return func(_ *Machine, args []Value) Value { return String(typeName(args[0])) }
	default:
		return nil
	}
}

func toNumber(_ *Machine, args []Value) Value {
	switch v := args[0].(type) {
	case Null:
		return Int(0)
	case Bool:
		if v {
			return Int(1)
		}
		return Int(0)
	case Int, Number:
		return v
	case String:
		if _, err := strconv.ParseFloat(string(v), 64); err != nil || strings.ContainsAny(string(v), "fFnN") {
			return nil // Inf and NaN are no numbers here
		}
		return NewNumber(string(v))
	default:
		return nil
	}
}

func typeName(v Value) string {
	switch v.(type) {
	case Null:
		return "null"
	case Bool:
		return "boolean"
	case Int, Number:
		return "number"
	case String:
		return "string"
	case *Array:
		return "array"
	case *Object:
		return "object"
	default:
		return "set"
	}
}
