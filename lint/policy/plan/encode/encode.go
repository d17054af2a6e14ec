// Package encode turns the plan of a policy, as OPA makes it, into the data that package plan runs. It is for the generator
// and for tests: it needs OPA.
package encode

import (
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ir"

	"github.com/kubectl-job/kubectl-job/lint/policy/plan"
)

// Policy encodes a policy with entry points such as GROUP/RULE/violation. It fails if the policy has a statement, or a way of
// leaving blocks, that a [plan.Machine] does not know.
func Policy(p *ir.Policy, entrypoints ...string) (*plan.Program, error) {
	e := &encoder{program: &plan.Program{}, builtins: map[string]int{}, funcs: map[string]int{}}
	e.static(p.Static)
	for i, f := range p.Funcs.Funcs {
		e.funcs[f.Name] = i
	}
	for _, f := range p.Funcs.Funcs {
		if err := e.function(f); err != nil {
			return nil, fmt.Errorf("%s: %w", f.Name, err)
		}
	}
	markConstant(e.program.Funcs)
	for i := range e.program.Funcs {
		e.program.Funcs[i].Needs = needs(&e.program.Funcs[i], e.program.Strings)
	}
	for _, name := range entrypoints {
		path := strings.Split("g0/"+name, "/")
		index := slices.IndexFunc(e.program.Funcs, func(f plan.Func) bool { return slices.Equal(f.Path, path) })
		if index < 0 {
			return nil, fmt.Errorf("entry point %s: there is no such rule", name)
		}
		e.program.Entries = append(e.program.Entries, index)
	}
	return e.program, nil
}

type encoder struct {
	program  *plan.Program
	builtins map[string]int
	funcs    map[string]int
	// Of the function under way: how many locals it has, and which one it returns.
	locals int
	result ir.Local
}

func (e *encoder) static(s *ir.Static) {
	if s == nil {
		return
	}
	for _, c := range s.Strings {
		e.program.Strings = append(e.program.Strings, c.Value)
	}
	for _, c := range s.Files {
		e.program.Files = append(e.program.Files, c.Value)
	}
	for i, f := range s.BuiltinFuncs {
		e.builtins[f.Name] = i
		e.program.Builtins = append(e.program.Builtins, f.Name)
	}
}

func (e *encoder) function(f *ir.Func) error {
	e.locals, e.result = 0, f.Return
	fn := plan.Func{Path: f.Path, Return: e.local(f.Return)}
	for _, p := range f.Params {
		fn.Params = append(fn.Params, e.local(p))
	}
	var err error
	if fn.Blocks, err = e.blocks(f.Blocks, 0); err != nil {
		return err
	}
	fn.Locals = simplify(e.program, fn.Blocks, fn.Params, &fn.Return, max(e.locals, 2))
	e.program.Funcs = append(e.program.Funcs, fn)
	return nil
}

// blocks encodes blocks that breaks may leave, depth of them at once besides their own.
func (e *encoder) blocks(list []*ir.Block, depth int) ([]plan.Block, error) {
	blocks := make([]plan.Block, 0, len(list))
	for _, b := range list {
		block, err := e.block(b, depth)
		if err != nil {
			return nil, err
		}
		blocks = append(blocks, block)
	}
	return blocks, nil
}

func (e *encoder) block(b *ir.Block, depth int) (plan.Block, error) {
	block := make(plan.Block, 0, len(b.Stmts))
	for _, stmt := range b.Stmts {
		s, err := e.statement(stmt, depth)
		if err != nil {
			return nil, err
		}
		if s.Op != plan.Nop {
			block = append(block, s)
		}
	}
	return block, nil
}

func (e *encoder) local(l ir.Local) int32 {
	e.locals = max(e.locals, int(l)+1)
	return int32(l)
}

// operand encodes an operand as reading the plan from JSON yields it, which is by pointer.
func (e *encoder) operand(o ir.Operand) plan.Operand {
	switch v := o.Value.(type) {
	case *ir.Local:
		return plan.Operand(e.local(*v))
	case *ir.Bool:
		if *v {
			return plan.True
		}
		return plan.False
	case *ir.StringIndex:
		return plan.FirstString - plan.Operand(*v)
	default:
		panic(fmt.Sprintf("operand %T", v))
	}
}

func (e *encoder) operands(list []ir.Operand) []plan.Operand {
	operands := make([]plan.Operand, 0, len(list))
	for _, o := range list {
		operands = append(operands, e.operand(o))
	}
	return operands
}
