package plan

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
)

// Machine evaluates the rules of a program, one at a time: it is not for several goroutines.
type Machine struct {
	program  *Program
	strings  []Value
	builtins []builtin
	// dynamic finds functions by their paths, once one is called so.
	dynamic     map[string]int
	input, data Value
	// stack has the locals of the functions under way.
	stack []Value
	// memos has the results of rules for the present input and data; each with has one of its own. constants has those of rules
	// that depend on neither.
	memos     []memo
	constants memo
	// args are those of the built-in function under way.
	args []Value
	// noSet and noObject are what is made before anything is added to it.
	noSet    *Set
	noObject *Object
	steps    int
	limit    int
	err      error
}

// memo has the results of rules, by their indexes.
type memo struct {
	known   []bool
	results []Value
}

func (m *Machine) newMemo() memo {
	n := len(m.program.Funcs)
	return memo{make([]bool, n), make([]Value, n)}
}

// ErrTooLong says that a plan took more steps than its Machine allows.
var ErrTooLong = errors.New("the evaluation takes too long")

// maxDepth is how deep functions may call each other. Rego knows no recursion, so only the depth of the policy counts.
const maxDepth = 1000

// NewMachine prepares a program for running. steps limits how many statements one evaluation may take, and how many numbers
// it may list; 0 is no limit.
func NewMachine(p *Program, steps int) *Machine {
	if steps == 0 {
		steps = math.MaxInt
	}
	m := &Machine{
		program: p, limit: steps, strings: make([]Value, len(p.Strings)), noSet: &Set{}, noObject: &Object{},
	}
	m.constants = m.newMemo()
	for i, s := range p.Strings {
		m.strings[i] = String(s)
	}
	for _, name := range p.Builtins {
		m.builtins = append(m.builtins, builtins(name))
	}
	return m
}

// Begin sets input and data, either of which may be nil, for what is evaluated from now on. Rules are evaluated once.
func (m *Machine) Begin(input, data Value) {
	if len(m.memos) == 0 {
		m.memos = []memo{m.newMemo()}
	}
	m.memos = m.memos[:1]
	clear(m.memos[0].known)
	clear(m.memos[0].results)
	m.input, m.data = input, data
}

// Rule evaluates a rule by its number, such as an entry point of the program. It is nil where the rule is undefined. A rule with
// two different values, or an evaluation longer than the limit, is an error.
func (m *Machine) Rule(index int) (Value, error) {
	m.steps, m.err = 0, nil
	if needs := m.program.Funcs[index].Needs; needs != "" {
		if input, ok := m.input.(*Object); ok && input.getString(String(needs)) == nil {
			return m.noSet, nil
		}
	}
	result, _ := m.invoke(index, []Operand{0, 1}, []Value{m.input, m.data}, 0)
	return result, m.err
}

// frame makes room for the locals of a function.
func (m *Machine) frame(n int) []Value {
	start := len(m.stack)
	end := start + max(n, 2)
	if end > cap(m.stack) {
		m.stack = slices.Grow(m.stack, end-start)
	}
	m.stack = m.stack[:end]
	f := m.stack[start:end:end]
	clear(f)
	return f
}

func (m *Machine) leave(f []Value) { m.stack = m.stack[:len(m.stack)-len(f)] }

func (m *Machine) operand(o Operand, f []Value) Value {
	if o >= 0 {
		return f[o]
	}
	return m.constant(o)
}

func (m *Machine) constant(o Operand) Value {
	switch o {
	case False:
		return Bool(false)
	case True:
		return Bool(true)
	default:
		return m.strings[FirstString-o]
	}
}

// The ways for a block to end: done is its last statement, left that it was left by a break that ends with it, or by an
// undefined statement. Larger numbers leave as many blocks around it, too.
const (
	returned = -2
	done     = -1
	left     = 0
)

// run runs a block, and says how it ended.
func (m *Machine) run(b Block, f []Value, depth int) int {
	for i := range b {
		if m.steps++; m.steps > m.limit {
			m.err = ErrTooLong
			return returned
		}
		s := &b[i]
		next := done
		switch s.Op {
		case Dot:
			if f[s.To] = lookup(m.operand(s.A, f), m.operand(s.B, f)); f[s.To] == nil {
				next = left
			}
		case Equal:
			if !same(m.operand(s.A, f), m.operand(s.B, f)) {
				next = left
			}
		case NotEqual:
			if same(m.operand(s.A, f), m.operand(s.B, f)) {
				next = left
			}
		case CallBuiltin:
			next = m.callBuiltin(s, f)
		case Return:
			return returned
		case Break:
			return int(s.N)
		case Blocks:
			next = m.blocks(s, f, depth)
		case Scan:
			next = m.scan(s, f, depth)
		case Not:
			next = m.not(s, f, depth)
		case With:
			next = m.with(s, f, depth)
		case Call:
			next = m.call(s, int(s.N), f, depth)
		case CallDynamic:
			next = m.callDynamic(s, f, depth)
		default:
			next = m.simple(s, f)
		}
		if next != done {
			return next
		}
	}
	return done
}

func (m *Machine) blocks(s *Stmt, f []Value, depth int) int {
	for _, b := range s.Blocks {
		switch end := m.run(b, f, depth); {
		case end == returned:
			return returned
		case end > left:
			return end - 1
		}
	}
	return done
}

// scan runs its block for each item of a collection; what has no items has none to run it for. The generator sees to it that
// no break leaves the block but to go on with the next item.
func (m *Machine) scan(s *Stmt, f []Value, depth int) int {
	each := func(key, value Value) bool {
		if s.Key >= 0 {
			f[s.Key] = key
		}
		if s.Value >= 0 {
			f[s.Value] = value
		}
		return m.run(s.Blocks[0], f, depth) != returned
	}
	switch v := f[s.A].(type) {
	case *Array:
		for i, item := range v.items {
			if !each(Int(i), item) {
				return returned
			}
		}
	case *Set:
		for _, item := range v.items {
			if !each(item, item) {
				return returned
			}
		}
	case *Object:
		for _, e := range v.entries {
			if !each(e.key, e.value) {
				return returned
			}
		}
	}
	return done
}

func (m *Machine) not(s *Stmt, f []Value, depth int) int {
	switch m.run(s.Blocks[0], f, depth) {
	case returned:
		return returned
	case done:
		return left
	default:
		return done
	}
}

// with runs its block with another input or data.
func (m *Machine) with(s *Stmt, f []Value, depth int) int {
	saved := f[s.To]
	path := make([]string, len(s.List))
	for i, o := range s.List {
		path[i] = m.program.Strings[FirstString-o]
	}
	f[s.To] = upsert(saved, path, m.operand(s.A, f))
	m.memos = append(m.memos, m.newMemo())
	end := m.run(s.Blocks[0], f, depth)
	m.memos = m.memos[:len(m.memos)-1]
	f[s.To] = saved
	return end
}

func (m *Machine) call(s *Stmt, index int, f []Value, depth int) int {
	result, ok := m.invoke(index, s.List, f, depth)
	if !ok {
		return returned
	}
	f[s.To] = result
	if result == nil {
		return left
	}
	return done
}

// callDynamic calls the function whose path it computes. Where there is none, its block ends; where the function is undefined,
// so is all that the planner wraps around it: three more blocks.
func (m *Machine) callDynamic(s *Stmt, f []Value, depth int) int {
	path := make([]string, len(s.List))
	for i, o := range s.List {
		key, ok := m.operand(o, f).(String)
		if !ok {
			return left
		}
		path[i] = string(key)
	}
	if m.dynamic == nil {
		m.dynamic = make(map[string]int, len(m.program.Funcs))
		for i := range m.program.Funcs {
			m.dynamic[strings.Join(m.program.Funcs[i].Path, "\x00")] = i
		}
	}
	index, found := m.dynamic[strings.Join(path, "\x00")]
	if !found {
		return left
	}
	result, ok := m.invoke(index, []Operand{0, 1}, f, depth)
	switch {
	case !ok:
		return returned
	case result == nil:
		return 3
	}
	f[s.To] = result
	return done
}

// invoke runs a function, unless its result is known: rules depend on nothing but input and data. It is false after an error.
func (m *Machine) invoke(index int, args []Operand, caller []Value, depth int) (Value, bool) {
	fn := &m.program.Funcs[index]
	memo := &m.memos[len(m.memos)-1]
	if fn.Constant {
		memo = &m.constants
	}
	rule := len(args) == 2
	if rule && memo.known[index] {
		return memo.results[index], true
	}
	if depth > maxDepth {
		m.err = errors.New("functions call each other too deep")
		return nil, false
	}
	f := m.frame(fn.Locals)
	for i, a := range args {
		f[fn.Params[i]] = m.operand(a, caller)
	}
	for _, b := range fn.Blocks {
		if m.run(b, f, depth+1) == returned {
			break
		}
	}
	result := f[fn.Return]
	m.leave(f)
	if m.err != nil {
		return nil, false
	}
	if rule {
		memo.known[index], memo.results[index] = true, result
	}
	return result, true
}

// fail ends the evaluation with an error at a statement.
func (m *Machine) fail(s *Stmt, words string) int {
	file := "the query"
	if int(s.File) < len(m.program.Files) {
		file = m.program.Files[s.File]
	}
	m.err = fmt.Errorf("%s:%d: %s", file, s.Row, words)
	return returned
}
