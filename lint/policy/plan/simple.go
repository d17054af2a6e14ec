package plan

// simple runs a statement that has no blocks and calls no function of the policy.
func (m *Machine) simple(s *Stmt, f []Value) int {
	switch s.Op {
	case Len:
		f[s.To] = Int(length(m.operand(s.A, f)))
	case AssignInt, MakeInt:
		f[s.To] = Int(s.N)
	case Assign:
		f[s.To] = m.operand(s.A, f)
	case AssignOnce:
		return m.assignOnce(s, f)
	case Reset:
		f[s.To] = nil
	case MakeNull:
		f[s.To] = Null{}
	case MakeNumber:
		f[s.To] = NewNumber(m.program.Strings[s.N])
	case MakeArray:
		f[s.To] = &Array{make([]Value, 0, s.N)}
	case MakeObject:
		f[s.To] = m.noObject
	case MakeSet:
		f[s.To] = m.noSet
	case Append:
		array := f[s.To].(*Array)
		array.items = append(array.items, m.operand(s.A, f))
	case Insert:
		m.object(f, s.To).Insert(m.operand(s.A, f), m.operand(s.B, f))
	case InsertOnce:
		return m.insertOnce(s, f)
	case Merge:
		f[s.To] = merge(f[s.A], f[s.B])
	case Add:
		m.add(f, s.To, m.operand(s.A, f))
	case Nop:
	default:
		return m.test(s, f)
	}
	return done
}

// object is the object of a local that is to be changed.
func (m *Machine) object(f []Value, local int32) *Object {
	o := f[local].(*Object)
	if o == m.noObject {
		o = NewObject(3)
		f[local] = o
	}
	return o
}

// add adds to the set of a local.
func (m *Machine) add(f []Value, local int32, item Value) {
	set := f[local].(*Set)
	if set == m.noSet {
		f[local] = &Set{[]Value{item}}
		return
	}
	set.add(item)
}

// define writes a local, which is undefined where the value is.
func define(f []Value, to int32, v Value) int {
	f[to] = v
	if v == nil {
		return left
	}
	return done
}

// test runs a statement that is defined, or not.
func (m *Machine) test(s *Stmt, f []Value) int {
	if m.holds(s, f) {
		return done
	}
	return left
}

func (m *Machine) holds(s *Stmt, f []Value) (ok bool) {
	a := m.operand(s.A, f)
	switch s.Op {
	case IsArray:
		_, ok = a.(*Array)
	case IsObject:
		_, ok = a.(*Object)
	case IsSet:
		_, ok = a.(*Set)
	case IsDefined:
		ok = a != nil
	case IsUndefined:
		ok = a == nil
	default:
	}
	return ok
}

func same(a, b Value) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return equal(a, b)
}

func (m *Machine) assignOnce(s *Stmt, f []Value) int {
	value := m.operand(s.A, f)
	if f[s.To] != nil && !same(f[s.To], value) {
		return m.fail(s, "a rule or function has more than one value")
	}
	f[s.To] = value
	return done
}

func (m *Machine) insertOnce(s *Stmt, f []Value) int {
	object, key, value := m.object(f, s.To), m.operand(s.A, f), m.operand(s.B, f)
	if old := object.get(key); old != nil && !same(old, value) {
		return m.fail(s, "an object has a key with more than one value")
	}
	object.Insert(key, value)
	return done
}

// merge puts the entries of two objects together, and those of the objects within; otherwise the first value counts.
func merge(a, b Value) Value {
	x, ok := a.(*Object)
	y, both := b.(*Object)
	switch {
	case a == nil:
		return b
	case !ok || !both:
		return a
	}
	merged := NewObject(len(x.entries) + len(y.entries))
	for _, e := range x.entries {
		merged.Insert(e.key, merge(e.value, y.get(e.key)))
	}
	for _, e := range y.entries {
		if x.get(e.key) == nil {
			merged.Insert(e.key, e.value)
		}
	}
	return merged
}

func (m *Machine) callBuiltin(s *Stmt, f []Value) int {
	args := m.args[:0]
	for _, o := range s.List {
		args = append(args, m.operand(o, f))
	}
	m.args = args
	call := m.builtins[s.N]
	if call == nil {
		return m.fail(s, "there is no built-in function "+m.program.Builtins[s.N])
	}
	result := call(m, args)
	if m.err != nil {
		return returned
	}
	return define(f, s.To, result)
}
