package plan

import "slices"

func collections(name string) builtin {
	switch name {
	case "count":
		return count
	case "max":
		return extreme(slices.MaxFunc[[]Value])
	case "min":
		return extreme(slices.MinFunc[[]Value])
	case "sort":
		return sorted
	case "and":
		return intersection
	case "or":
		return union
	case "array.concat":
		return arrayConcat
	case "array.slice":
		return arraySlice
	case "object.get":
		return objectGet
	case "object.keys":
		return objectKeys
	case "internal.member_2":
		return member
	case "internal.member_3":
		return memberWithKey
	default:
		return nil
	}
}

// listed are the items of an array or a set.
func listed(v Value) ([]Value, bool) {
	switch v := v.(type) {
	case *Array:
		return v.items, true
	case *Set:
		return v.items, true
	default:
		return nil, false
	}
}

func count(_ *Machine, args []Value) Value {
	if n := length(args[0]); n >= 0 {
		return Int(n)
	}
	return nil
}

func extreme(pick func([]Value, func(a, b Value) int) Value) builtin {
	return func(_ *Machine, args []Value) Value {
		items, ok := listed(args[0])
		if !ok || len(items) == 0 {
			return nil
		}
		return pick(items, Compare)
	}
}

func sorted(_ *Machine, args []Value) Value {
	items, ok := listed(args[0])
	if !ok {
		return nil
	}
	items = slices.Clone(items)
	slices.SortStableFunc(items, Compare)
	return &Array{items}
}

func intersection(_ *Machine, args []Value) Value {
	a, ok := args[0].(*Set)
	b, both := args[1].(*Set)
	if !ok || !both {
		return nil
	}
	return &Set{slices.DeleteFunc(slices.Clone(a.items), func(v Value) bool { return !b.has(v) })}
}

func union(_ *Machine, args []Value) Value {
	a, ok := args[0].(*Set)
	b, both := args[1].(*Set)
	if !ok || !both {
		return nil
	}
	u := &Set{slices.Clone(a.items)}
	for _, item := range b.items {
		u.add(item)
	}
	return u
}

func arrayConcat(_ *Machine, args []Value) Value {
	a, ok := args[0].(*Array)
	b, both := args[1].(*Array)
	if !ok || !both {
		return nil
	}
	return &Array{slices.Concat(a.items, b.items)}
}

func arraySlice(_ *Machine, args []Value) Value {
	a, isArray := args[0].(*Array)
	start, ok := args[1].(Int)
	stop, both := args[2].(Int)
	if !isArray || !ok || !both {
		return nil
	}
	stop = min(max(stop, 0), Int(len(a.items)))
	start = min(max(start, 0), stop)
	return &Array{a.items[start:stop:stop]}
}

// objectGet follows a key, or an array of keys.
func objectGet(_ *Machine, args []Value) Value {
	object, ok := args[0].(*Object)
	if !ok {
		return nil
	}
	path, ok := args[1].(*Array)
	if !ok {
		if found := object.get(args[1]); found != nil {
			return found
		}
		return args[2]
	}
	var found Value = object
	for _, key := range path.items {
		if found = lookup(found, key); found == nil {
			return args[2]
		}
	}
	return found
}

func objectKeys(_ *Machine, args []Value) Value {
	object, ok := args[0].(*Object)
	if !ok {
		return nil
	}
	keys := &Set{make([]Value, 0, len(object.entries))}
	for _, e := range object.entries {
		keys.add(e.key)
	}
	return keys
}

func member(_ *Machine, args []Value) Value {
	is := func(v Value) bool { return equal(v, args[0]) }
	switch c := args[1].(type) {
	case *Set:
		return Bool(c.has(args[0]))
	case *Array:
		return Bool(slices.ContainsFunc(c.items, is))
	case *Object:
		return Bool(slices.ContainsFunc(c.entries, func(e entry) bool { return is(e.value) }))
	default:
		return Bool(false)
	}
}

func memberWithKey(_ *Machine, args []Value) Value {
	found := lookup(args[2], args[0])
	return Bool(found != nil && equal(found, args[1]))
}
