package plan

import "slices"

// NewArray is an array of items, which it keeps.
func NewArray(items ...Value) *Array { return &Array{items} }

// Len is the number of items.
func (v *Array) Len() int { return len(v.items) }

// Items are the items, which must not be changed.
func (v *Array) Items() []Value { return v.items }

// NewSet is a set of items.
func NewSet(items ...Value) *Set {
	s := &Set{make([]Value, 0, len(items))}
	for _, item := range items {
		s.add(item)
	}
	return s
}

// Len is the number of items.
func (v *Set) Len() int { return len(v.items) }

// Items are the items in order, which must not be changed.
func (v *Set) Items() []Value { return v.items }

func (v *Set) has(item Value) bool {
	_, found := slices.BinarySearchFunc(v.items, item, Compare)
	return found
}

func (v *Set) add(item Value) {
	if n := len(v.items); n == 0 || Compare(v.items[n-1], item) < 0 {
		v.items = append(v.items, item)
		return
	}
	if i, found := slices.BinarySearchFunc(v.items, item, Compare); !found {
		v.items = slices.Insert(v.items, i, item)
	}
}

// NewObject is an object without entries, and with room for some.
func NewObject(room int) *Object { return &Object{make([]entry, 0, room)} }

// With sets the value of a key, and returns the object itself. It is for building an object, before it is first used.
func (v *Object) With(key string, value Value) *Object {
	v.Insert(String(key), value)
	return v
}

// findString is find for nearly all keys there are.
func (v *Object) findString(key String) (int, bool) {
	low, high := 0, len(v.entries)
	for low < high {
		middle := int(uint(low+high) >> 1)
		at, ok := v.entries[middle].key.(String)
		switch {
		case ok && at == key:
			return middle, true
		case ok && at < key || !ok && v.entries[middle].key.order() < key.order():
			low = middle + 1
		default:
			high = middle
		}
	}
	return low, false
}

// Insert sets the value of a key. It is for building an object, before it is first used.
func (v *Object) Insert(key, value Value) {
	i, found := v.find(key)
	if found {
		v.entries[i].value = value
		return
	}
	v.entries = slices.Insert(v.entries, i, entry{key, value})
}

// Len is the number of entries.
func (v *Object) Len() int { return len(v.entries) }

// Get is the value of a key; it is nil where there is none.
func (v *Object) Get(key string) Value { return v.getString(String(key)) }

// All goes through the keys in order.
func (v *Object) All(yield func(key, value Value) bool) {
	for _, e := range v.entries {
		if !yield(e.key, e.value) {
			return
		}
	}
}

// few is up to how many entries it is quicker to look at each.
const few = 12

// getString is get for nearly all keys there are.
func (v *Object) getString(key String) Value {
	if len(v.entries) <= few {
		for i := range v.entries {
			if at, ok := v.entries[i].key.(String); ok && at == key {
				return v.entries[i].value
			}
		}
		return nil
	}
	if i, found := v.findString(key); found {
		return v.entries[i].value
	}
	return nil
}

func (v *Object) get(key Value) Value {
	if s, ok := key.(String); ok {
		return v.getString(s)
	}
	if i, found := v.find(key); found {
		return v.entries[i].value
	}
	return nil
}

func (v *Object) find(key Value) (int, bool) {
	if s, ok := key.(String); ok {
		return v.findString(s)
	}
	return slices.BinarySearchFunc(v.entries, key, func(e entry, key Value) int { return Compare(e.key, key) })
}

// upsert is a copy of a value in which another one stands at a path; what is on the way and is no object becomes one.
func upsert(v Value, path []string, at Value) Value {
	if len(path) == 0 {
		return at
	}
	var replaced *Object
	if o, ok := v.(*Object); ok {
		replaced = &Object{slices.Clone(o.entries)}
	} else {
		replaced = NewObject(1)
	}
	key := String(path[0])
	replaced.Insert(key, upsert(replaced.get(key), path[1:], at))
	return replaced
}

// lookup is what a reference finds in a value; it is nil where that is nothing.
func lookup(v, key Value) Value {
	switch v := v.(type) {
	case *Object:
		return v.get(key)
	case *Array:
		if i, ok := key.(Int); ok && i >= 0 && int(i) < len(v.items) {
			return v.items[i]
		}
	case *Set:
		if i, found := slices.BinarySearchFunc(v.items, key, Compare); found {
			return v.items[i]
		}
	}
	return nil
}

// length is the number of items in a collection, or of characters in a text; -1 where a value has none.
func length(v Value) int {
	switch v := v.(type) {
	case String:
		return len([]rune(string(v)))
	case *Array:
		return len(v.items)
	case *Object:
		return len(v.entries)
	case *Set:
		return len(v.items)
	default:
		return -1
	}
}
